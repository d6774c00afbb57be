import { parseArgs } from 'node:util';
import { didYouMean } from '../suggest.ts';
import { parseInstant } from '../time/local.ts';
import { PERIODS } from '../time/period.ts';
import { CATALOGS, FORMATS, type Format, type Request, type TallyPeriod } from './requests.ts';
import { UsageError } from './status.ts';

const OPTIONS = {
  format: { type: 'string' },
  'assume-unused': { type: 'boolean' },
  context: { type: 'string' },
  explain: { type: 'boolean' },
  at: { type: 'string' },
  against: { type: 'string' },
  period: { type: 'string' },
  html: { type: 'string' },
  generate: { type: 'string' },
  runs: { type: 'string' },
  seed: { type: 'string' },
  timing: { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  set: { type: 'string', multiple: true },
  unset: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type OptionName = keyof typeof OPTIONS;

interface Usage {
  readonly operands: readonly string[];
  readonly optionalOperands?: number;
  /** The last operand may come again and again. */
  readonly isLastRepeated?: boolean;
  readonly options: readonly OptionName[];
}

const COMMANDS = {
  evaluate: { operands: ['<campaign>', '<contexts>'], options: ['format', 'assume-unused'] },
  plan: { operands: ['<campaign>', '<contexts>'], options: ['format'] },
  'what-if': {
    operands: ['<campaign>', '<context>'],
    options: ['set', 'unset', 'explain', 'assume-unused', 'format'],
  },
  qualify: {
    operands: ['<campaign>…'],
    isLastRepeated: true,
    options: ['context', 'explain', 'assume-unused', 'format'],
  },
  lint: { operands: ['<campaign>…'], isLastRepeated: true, options: ['at', 'format'] },
  fuzz: { operands: ['<campaign>'], options: ['runs', 'seed', 'timing', 'format'] },
  simulate: {
    operands: ['<campaign>', '<orders>'],
    optionalOperands: 1,
    options: ['against', 'period', 'html', 'generate', 'seed', 'from', 'to', 'format'],
  },
  catalog: { operands: ['redemption|loyalty'], optionalOperands: 1, options: ['format'] },
  schema: { operands: [], options: ['format'] },
} as const satisfies Record<string, Usage>;

export type CommandName = keyof typeof COMMANDS;

const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** What is asked. Throws a {@link UsageError} for arguments that say nothing we know. */
export function readArguments(args: readonly string[]): Request {
  // `help evaluate` is what many try first.
  const [first, ...others] = args;
  const { values, positionals } = parse(first === 'help' ? [...others, '--help'] : args);
  const [named, ...operands] = positionals;
  if (named === undefined) return values.version ? { command: 'version' } : helpWithoutCommand(values.help);
  const command = commandNamed(named);
  if (values.help) return { command: 'help', of: command };
  if (values.version) return { command: 'version' };
  checkOperands(command, operands);
  const format = formatNamed(values.format);
  switch (command) {
    case 'evaluate':
      return {
        command,
        ...pairOf(operands, '<contexts>', 'contexts'),
        format,
        assumeUnused: values['assume-unused'] ?? false,
      };
    case 'plan':
      return { command, ...pairOf(operands, '<contexts>', 'contexts'), format };
    case 'what-if':
      return {
        command,
        ...pairOf(operands, '<context>', 'context'),
        set: values.set ?? [],
        unset: values.unset ?? [],
        explain: values.explain ?? false,
        assumeUnused: values['assume-unused'] ?? false,
        format,
      };
    case 'qualify':
      return {
        command,
        ...inputsOf(operands, values.context),
        explain: values.explain ?? false,
        assumeUnused: values['assume-unused'] ?? false,
        format,
      };
    case 'lint':
      return { command, ...campaignsOf(operands), at: values.at, format };
    case 'fuzz':
      return { command, ...fuzzingOf(operands, values), format };
    case 'simulate':
      return { command, ...simulationOf(operands, values), format };
    case 'catalog':
      return { command, catalog: catalogNamed(operands[0]), format };
    case 'schema':
      return { command, format };
  }
}

function parse(args: readonly string[]) {
  const config = { args: [...args], options: OPTIONS, allowPositionals: true } as const;
  const { tokens, positionals } = parseArgs({ ...config, strict: false, tokens: true });
  const command = COMMAND_NAMES.find((name) => name === positionals[0]);
  const known = command ? optionsOf(command) : Object.keys(OPTIONS);
  // The first mistake is told: after a misspelt command its options say nothing.
  for (const token of tokens) {
    if (token.kind === 'positional' && !command) commandNamed(token.value);
    if (token.kind === 'option' && !known.includes(token.name))
      throw unknownOption(command, token.rawName, known);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // What strict parsing finds beyond that: a missing value, or a superfluous one.
    throw new UsageError(firstLine(error).replace(AMBIGUOUS, DASHED));
  }
}

function optionsOf(command: CommandName): readonly string[] {
  return [...COMMANDS[command].options, 'help', 'version'];
}

function unknownOption(command: CommandName | undefined, name: string, known: readonly string[]): UsageError {
  const meant = name.startsWith('--')
    ? didYouMean(
        name,
        known.map((option) => `--${option}`),
      )
    : '';
  return new UsageError(`${command ?? 'redemption-rules'}: unknown option ${quoted(name)}${meant}`);
}

function helpWithoutCommand(isAsked: boolean | undefined): Request {
  if (isAsked) return { command: 'help', of: undefined };
  throw new UsageError(`no command: expected one of ${COMMAND_NAMES.join(', ')}`);
}

function commandNamed(name: string): CommandName {
  const command = COMMAND_NAMES.find((known) => known === name);
  if (command) return command;
  const meant = didYouMean(name, COMMAND_NAMES);
  throw new UsageError(
    `unknown command ${quoted(name)}${meant}: expected one of ${COMMAND_NAMES.join(', ')}`,
  );
}

function checkOperands(command: CommandName, found: readonly string[]): void {
  const { operands, optionalOperands = 0, isLastRepeated = false }: Usage = COMMANDS[command];
  const missing = operands.slice(found.length, operands.length - optionalOperands);
  if (missing.length > 0) throw new UsageError(`${command}: missing ${missing.join(' and ')}`);
  const superfluous = found.slice(operands.length);
  if (superfluous.length === 0 || isLastRepeated) return;
  const takes = operands.length === 0 ? 'no arguments' : operands.join(' ');
  throw new UsageError(`${command} takes ${takes}: found ${superfluous.map(quoted).join(', ')} as well`);
}

function pairOf<Name extends string>(operands: readonly string[], operand: string, name: Name) {
  const [campaign, other] = operands as [string, string];
  if (campaign === '-' && other === '-') {
    throw new UsageError(`only one of <campaign> and ${operand} can be read from standard input`);
  }
  return { campaign, [name]: other } as { campaign: string } & Record<Name, string>;
}

interface FuzzOptions {
  readonly runs?: string | undefined;
  readonly seed?: string | undefined;
  readonly timing?: boolean | undefined;
}

function fuzzingOf([campaign = '']: readonly string[], { runs, seed, timing = false }: FuzzOptions) {
  const counted = runs === undefined ? undefined : countWritten('--runs', runs, 1);
  return {
    campaign,
    runs: counted,
    seed: seed === undefined ? undefined : countWritten('--seed', seed),
    timing,
  };
}

interface SimulateOptions {
  readonly against?: string | undefined;
  readonly period?: string | undefined;
  readonly html?: string | undefined;
  readonly generate?: string | undefined;
  readonly seed?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function simulationOf([campaign = '', orders]: readonly string[], options: SimulateOptions) {
  const { against, period, html, generate, seed, from, to } = options;
  if (generate !== undefined) {
    const ofReplays = { '<orders>': orders, '--against': against, '--period': period, '--html': html };
    const [found] = Object.entries(ofReplays).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (found !== undefined)
      throw new UsageError(`simulate --generate makes orders and replays none: found ${found}`);
    const count = countWritten('--generate', generate);
    const made = { count, seed: countWritten('--seed', seed ?? '1'), ...spanWritten(from, to) };
    return { campaign, orders, generate: made, against, period: undefined, html };
  }
  for (const [name, value] of Object.entries({ seed, from, to })) {
    if (value !== undefined) throw new UsageError(`simulate: --${name} says how to --generate orders`);
  }
  if (orders === undefined) throw new UsageError('simulate: missing <orders>, or --generate to make some');
  if (html === '' || html === '-')
    throw new UsageError(`--html: found ${quoted(html)}, expected the name of a file`);
  if ([campaign, orders, against].filter((input) => input === '-').length > 1)
    throw new UsageError('only one of <campaign>, <orders> and --against can be read from standard input');
  return { campaign, orders, generate: undefined, against, period: periodNamed(period), html };
}

const TALLY_PERIODS = PERIODS.filter((period) => period !== 'total');

function periodNamed(name: string | undefined): TallyPeriod | undefined {
  const period = TALLY_PERIODS.find((known) => known === name);
  if (name === undefined || period) return period;
  const meant = didYouMean(name, TALLY_PERIODS);
  throw new UsageError(
    `--period: found ${quoted(name)}${meant}, expected one of ${TALLY_PERIODS.join(', ')}`,
  );
}

/** The engine checks how long it is. */
function spanWritten(from: string | undefined, to: string | undefined) {
  const [start, end] = [instantWritten('--from', from), instantWritten('--to', to)];
  if (start !== undefined && end !== undefined && start >= end)
    throw new UsageError(`--to: found ${quoted(to ?? '')}, expected an instant after --from`);
  return { from: start, to: end };
}

function instantWritten(option: string, text: string | undefined): number | undefined {
  const instant = parseInstant(text);
  if (text === undefined || instant !== undefined) return instant;
  throw new UsageError(`${option}: found ${quoted(text)}, expected an instant, such as 2026-09-01T00:00:00Z`);
}

function countWritten(option: string, text: string, least = 0): number {
  if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(
    `${option}: found ${quoted(text)}, expected an integer of ${least} or more, of up to 15 digits`,
  );
}

function inputsOf(campaigns: readonly string[], context: string | undefined) {
  if (context === undefined) throw new UsageError('qualify: missing --context <context>');
  if ([...campaigns, context].filter((name) => name === '-').length > 1) {
    throw new UsageError('only one of the campaigns and the context can be read from standard input');
  }
  return { campaigns, context };
}

function campaignsOf(campaigns: readonly string[]) {
  if (campaigns.filter((name) => name === '-').length > 1)
    throw new UsageError('only one of the campaigns can be read from standard input');
  return { campaigns };
}

function formatNamed(name: string | undefined): Format | undefined {
  const format = FORMATS.find((known) => known === name);
  if (name === undefined || format) return format;
  throw new UsageError(
    `unknown format ${quoted(name)}${didYouMean(name, FORMATS)}: expected text, json or ndjson`,
  );
}

function catalogNamed(name = 'redemption'): (typeof CATALOGS)[number] {
  const catalog = CATALOGS.find((known) => known === name);
  if (catalog) return catalog;
  throw new UsageError(
    `unknown catalog ${quoted(name)}${didYouMean(name, CATALOGS)}: expected ${CATALOGS.join(' or ')}`,
  );
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** What Node says of `--runs -1`; its advice is on further lines. */
const AMBIGUOUS = /^Option '(.*?)(?: <value>)?' argument is ambiguous\.$/;
const DASHED = '$1: found no value; one that starts with a dash is written $1=-…';

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
}
