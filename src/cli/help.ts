import type { CommandName } from './arguments.ts';

const GLOBAL = `redemption-rules: may this voucher be redeemed, why not, and what to count if it may

Usage
  redemption-rules evaluate <campaign> <contexts>   decide redemptions
  redemption-rules plan <campaign> <contexts>       the counters to load: name, key, window
  redemption-rules what-if <campaign> <context> [--set path=value]…
                                                    why, what would help, when next, and how much is left
  redemption-rules qualify <campaign>… --context <context>
                                                    which of many campaigns would accept, and why not the others
  redemption-rules lint <campaign>…                 before launch: contradictions, idle rules, hazards
  redemption-rules fuzz <campaign> [--runs N] [--seed S]
                                                    the smallest context for every violation, and bugs
  redemption-rules simulate <campaign> <orders> [--against <campaign>] [--html FILE]
                                                    past orders through a campaign, or through two
  redemption-rules catalog [redemption|loyalty]     every violation there is, or every loyalty code
  redemption-rules schema                           the JSON Schema of a campaign

Options
  --format text|json|ndjson   text for people, or exactly the objects
  -h, --help                  this help, or that of a command: redemption-rules evaluate --help
  --version                   the version

Files are JSON; - reads standard input. Contexts: one, a list, or one a line (.ndjson, .jsonl).

Exit status
  0  everything was accepted (or planned, replayed, or printed), or clean; of qualify: something was
  1  something was refused, undetermined or found; of qualify: everything was refused
  2  input that could not be used: a line on standard error for each issue
`;

const FILES = `  <campaign>   a JSON file, or - for standard input: a campaign, or a loyalty config ("type": "gift_card",
               "reward", "credit_program" or "loyalty_voucher")
  <contexts>   a .json file with one context or a list of them; a .ndjson or .jsonl file with one a line, of any
               length; or - for standard input, read as ndjson where its first line is a whole context and
               another follows`;

const FORMAT = `  --format text|json|ndjson   default: ndjson where the contexts are, else text
  -h, --help                  this help`;

const HELP: Readonly<Record<CommandName, string>> = {
  evaluate: `redemption-rules evaluate <campaign> <contexts>: decide redemptions

Accepted, with what to count; or refused, with every violation.

${FILES}

Options
  --assume-unused             read a counter that usage does not give as zero; else it is a missing fact
${FORMAT}

A context that cannot be used gives {"status":"error","issues":[…]} in its place, and the others are still decided.

Exit status: 0 all accepted, 1 something refused, 2 something could not be used.

Examples
  redemption-rules evaluate campaign.json context.json
  redemption-rules evaluate campaign.json orders.ndjson > decisions.ndjson
  cat orders.ndjson | redemption-rules evaluate campaign.json - --format text
`,
  plan: `redemption-rules plan <campaign> <contexts>: the counters to load before deciding

For each context the name, the key and, for a period, the window of every counter that evaluate will ask for.

${FILES}

Options
${FORMAT}

A context that cannot be used gives {"status":"error","issues":[…]} in its place, and the others are still planned.

Exit status: 0 all planned, 2 something could not be used.
`,
  'what-if': `redemption-rules what-if <campaign> <context>: ask before checkout is complete

Accepted, refused or undetermined; why, what would help, when next, and what every limit leaves. What the shopper has not
given yet is unknown where its key is absent, and known to be absent where it is null.

  <campaign>   a JSON file, or - for standard input
  <context>    a JSON file with one context, or -

Options
  --set path=value            change the context and ask again: redemption.total_transaction_cost=25.00, at=…,
                              usage.budget.daily=0; JSON, or else text; amounts and identifiers are taken as written
  --unset path                take something away, after all that is set
  --explain                   every rule: how it went, and what it read
  --assume-unused             read a counter that usage does not give as zero; else it is a missing fact
  --format text|json|ndjson   default: text; ndjson: the answer on one line
  -h, --help                  this help

Exit status: 0 accepted, 1 refused or undetermined, 2 input that could not be used; with changes, of the changed one.

Examples
  redemption-rules what-if campaign.json cart.json
  redemption-rules what-if campaign.json cart.json --set redemption.total_transaction_cost=25.00 --set at=2026-11-27T18:00:00Z
`,
  qualify: `redemption-rules qualify <campaign>… --context <context>: which campaigns would accept

Each campaign that would, in the order given, with what to count; with --explain also why each other one would not.

  <campaign>…  JSON files with a campaign or a list of them, .ndjson or .jsonl files with one a line, or - for standard
               input; no id may come twice

Options
  --context <context>         a JSON file with one context, or -: usage by counter key, granted_discount one amount or
                              one for each campaign id, voucher only where there is one
  --explain                   tell every other campaign's violations; every counter is needed then
  --assume-unused             read a counter that usage does not give as zero; else it is a missing fact
  --format text|json|ndjson   default: text; ndjson: the answer on one line
  -h, --help                  this help

Exit status: 0 at least one would accept, 1 none, 2 input that could not be used.

Examples
  redemption-rules qualify campaigns/*.json --context cart.json --assume-unused
  redemption-rules qualify campaigns.ndjson --context cart.json --explain --format json
`,
  lint: `redemption-rules lint <campaign>…: find out before launch

Rules that contradict one another, rules and limits that never matter, windows that a change of the clocks skips or
doubles, areas that are not what they seem, and more.

  <campaign>…  JSON files with a campaign or a list of them, .ndjson or .jsonl files with one a line, or - for standard
               input

Options
  --at <instant>              when they are launched: tells what is over by then, and the clock changes after it
  --format text|json|ndjson   default: text; ndjson: the findings on one line
  -h, --help                  this help

Exit status: 0 clean, or nothing but infos; 1 something was found; 2 input that could not be used.

Examples
  redemption-rules lint campaign.json
  redemption-rules lint campaigns/*.json --at 2027-01-01T00:00:00Z --format json
`,
  fuzz: `redemption-rules fuzz <campaign>: the smallest context for every violation

Asks the campaign about many contexts that are aimed at its bounds, and tells for each row that it may tell the smallest context
that triggers it alone (or with which others), or that it was not reached; the smallest that is accepted; which rows come
together; and laws that are broken: each of these is a bug. A campaign that is not active is asked as if it were.

  <campaign>   a JSON file, or - for standard input

Options
  --runs N                    contexts. Default: 20000
  --seed S                    an integer of 0 or more: the same one, the same report. Default: 1
  --timing                    json has the slowest decision, too: this differs from run to run
  --format text|json|ndjson   default: text; ndjson: the report on one line
  -h, --help                  this help

Needs the package fast-check beside this one (npm install --save-dev fast-check).

Exit status: 0 nothing found, 1 no context is accepted or a law is broken, 2 input that could not be used. A row that is not
reached is not proved impossible: that is for lint.

Examples
  redemption-rules fuzz campaign.json
  redemption-rules fuzz campaign.json --runs 100000 --seed 7 --format json > report.json
`,
  simulate: `redemption-rules simulate <campaign> <orders>: replay past orders

Accepted and refused over time, refusals by row, what each limit left and when it was reached, customers that met a limit,
discount granted. Counters start at nothing and are kept in memory.

  <campaign>   a JSON file, or - for standard input
  <orders>     contexts in time order, without usage: a .ndjson file with one a line, of any length; a .csv file whose
               columns are dotted paths (at, voucher.code, redemption.transaction_id, …); a .json list; or - for standard
               input, any of them. A line with "operation": "cancel" (or "confirm") is about an order before it.

Options
  --against <campaign>        replay them through this one, too: orders whose verdict flips, by row, with examples
  --period hourly|daily|weekly|monthly|quarterly|yearly
                              how orders are gathered over time. Default: daily
  --html FILE                 write a page with charts, complete in itself
  --generate N                replay nothing: print N plausible orders for the campaign as ndjson
  --seed N                    of --generate: the same seed, the same orders. Default: 1
  --from T, --to T            of --generate: instants between which they lie, such as 2026-09-01T00:00:00Z. Default: ninety
                              days, from the start of the campaign's time frame, or of 2026 where it has none
  --format text|json|ndjson   default: text; ndjson: the result on one line
  -h, --help                  this help

Exit status: 0 replayed, 2 input, or some of the orders, that could not be used; a line on standard error for each.

Examples
  redemption-rules simulate campaign.json --generate 10000 --seed 7 > orders.ndjson
  redemption-rules simulate campaign.json orders.ndjson --html report.html
  redemption-rules simulate campaign.json last-month.csv --against cheaper.json
`,
  catalog: `redemption-rules catalog [redemption|loyalty]: every violation there is, in published order

The redemption catalog (the default) or the numeric codes of the loyalty catalog.

Options
  --format text|json|ndjson   default: text
  -h, --help                  this help
`,
  schema: `redemption-rules schema: the JSON Schema of a campaign

Point an editor to it and it completes and checks campaign files:
  redemption-rules schema > campaign.schema.json

Options
  --format text|json|ndjson   ndjson: on one line
  -h, --help                  this help
`,
};

/** The help of a command, or of the whole. */
export function helpOf(command: CommandName | undefined): string {
  return command === undefined ? GLOBAL : HELP[command];
}
