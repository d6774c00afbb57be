// What a run found, as Markdown and as charts.

import type { Allocation } from './allocation.ts';
import { barChart, lineChart, type Bar, type BarKind } from './chart.ts';
import type { Curve } from './curves/curve.ts';
import type { Machine } from './machine.ts';
import { isReached, type MeasuredRatio, type Ratio } from './ratios.ts';
import type { Spread } from './timing.ts';
import { bytes, duration, figures, spread, table } from './written.ts';

export interface Entrant {
  readonly name: string;
  readonly remark: string;
  readonly kind: BarKind;
  readonly time: Spread;
  /** Against the engine, in the same rounds. */
  readonly ratio: Spread;
  /** The same with the making of its facts; absent where it reads the context. */
  readonly withFacts: Spread | undefined;
  readonly allocation: Allocation;
}

export interface Findings {
  readonly machine: Machine;
  /** How the run was asked for, such as `seed 7, quick`. */
  readonly settings: string;
  readonly agreement: readonly string[];
  readonly entrants: readonly Entrant[];
  readonly ratios: readonly MeasuredRatio[];
  readonly curves: readonly Curve[];
  readonly knownArray: number;
}

export function contendersTable({ entrants }: Findings): string {
  const rows = entrants.map(({ name, time, ratio, withFacts, allocation }) => [
    name,
    duration(time.median),
    figures(1e9 / time.median),
    name === 'engine' ? '1' : spread(ratio),
    withFacts ? figures(withFacts.median) : '',
    bytes(allocation.accepted),
    bytes(allocation.refused),
  ]);
  const header = ['', 'a decision', 'a second', '× engine', 'with facts', 'accepted', 'refused'];
  return table(header, rows);
}

export function ratiosTable({ ratios }: Findings): string {
  const rows = ratios.map((ratio) => [ratio.what, spread(ratio.spread), goalOf(ratio), ratio.says]);
  return table(['', 'ratio', 'goal', 'says'], rows, [0, 3]);
}

function goalOf(ratio: MeasuredRatio): string {
  const { goal } = ratio;
  if (!goal) return '';
  return `${boundOf(goal)}${isReached(ratio) ? '' : ', missed'}`;
}

function boundOf(goal: NonNullable<Ratio['goal']>): string {
  return 'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
}

export function curveTable({ along, series }: Curve): string {
  const sizes = series[0]?.points.map(({ size }) => size.toLocaleString('en')) ?? [];
  const rows = series.map(({ name, points, growth }) => [
    name,
    ...points.map(({ nanoseconds }) => duration(nanoseconds)),
    `${figures(growth)} ×`,
  ]);
  return table([along, ...sizes, 'last / first'], rows);
}

/** The files of a report, by name. */
export function reportFiles(findings: Findings): ReadonlyMap<string, string> {
  const { curves } = findings;
  return new Map([
    ['results.md', markdown(findings)],
    ['contenders.svg', contendersChart(findings)],
    ['allocations.svg', allocationsChart(findings)],
    ...curves.map((curve) => [`${curve.name}.svg`, curveChart(curve, findings)] as const),
  ]);
}

function markdown(findings: Findings): string {
  const { machine, settings, agreement, entrants, curves, knownArray } = findings;
  return `# Results

Written by \`npm run bench\`; [how to read them](../README.md).

- ${machine.processor}; ${machine.system}; Node ${machine.node}, V8 ${machine.v8}
- ${machine.date}, commit ${machine.commit}; ${settings}
${agreement.map((line) => `- ${line}`).join('\n')}

## A decision

![Time of a decision](contenders.svg)

Medians of the rounds; *× engine* is the ratio inside a round, median (least to greatest), *with facts* the same with the time that
making the peer's facts takes. The last columns are bytes allocated for an accepted and for a refused redemption, on the JavaScript
heap alone; the method makes ${figures(knownArray)} of an array of 8,032 bytes.

${contendersTable(findings)}

| | what it does not do, cannot express, or was given |
| --- | --- |
${entrants.map(({ name, remark }) => `| ${name} | ${remark} |`).join('\n')}

![Bytes allocated by a decision](allocations.svg)

## Ratios

${ratiosTable(findings)}

## Growth
${curves.map((curve) => `\n![${curve.title}](${curve.name}.svg)\n\n${curveTable(curve)}\n`).join('')}`;
}

function footing({ machine, settings }: Findings): string {
  return `Node ${machine.node}, ${machine.date}, commit ${machine.commit}, ${settings}`;
}

function contendersChart(findings: Findings): string {
  const bars = findings.entrants.map(({ name, kind, time }): Bar => {
    return { name, kind, value: time.median, label: duration(time.median) };
  });
  return barChart({
    title: 'Time of a decision: one campaign of ten rules, every violation told',
    subtitle: footing(findings),
    axis: 'median time, logarithmic; less is better',
    written: duration,
    bars: bars.toSorted((a, b) => a.value - b.value),
  });
}

function allocationsChart(findings: Findings): string {
  const bars = findings.entrants.map(({ name, kind, allocation }): Bar => {
    const value = (allocation.accepted + allocation.refused) / 2;
    // A logarithmic scale has no zero.
    return { name, kind, value: Math.max(1, value), label: bytes(value) };
  });
  return barChart({
    title: 'Bytes allocated by a decision, half of them accepted',
    subtitle: footing(findings),
    axis: 'JavaScript heap, logarithmic; less is better',
    written: bytes,
    bars: bars.toSorted((a, b) => a.value - b.value),
  });
}

function curveChart({ title, along, series }: Curve, findings: Findings): string {
  return lineChart({
    title,
    subtitle: footing(findings),
    across: `${along}, logarithmic`,
    up: 'median time, logarithmic',
    writtenUp: duration,
    lines: series.map(({ name, points }) => ({
      name,
      points: points.map(({ size, nanoseconds }) => [size, nanoseconds] as const),
    })),
  });
}
