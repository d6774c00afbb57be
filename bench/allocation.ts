// Memory: by V8's sampling heap profiler, what has been collected meanwhile included. Memory outside the JavaScript heap
// (of native code and of WebAssembly) is not seen.

import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { inputOf, type Contender, type Floor } from './contender.ts';
import type { Attempt } from './workload.ts';

const SAMPLING_INTERVAL = 2_048;

/** Bytes per call. The step should be warm: what is not yet compiled allocates more. */
async function bytesPerCall(
  calls: number,
  call: (index: number) => boolean | Promise<boolean>,
): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  for (let i = 0; i < calls; i++) {
    const result = call(i);
    if (typeof result !== 'boolean') await result;
  }
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return bytesBelow(profile.head) / calls;
}

function bytesBelow({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + bytesBelow(child), selfSize);
}

/** Bytes per decision. */
export interface Allocation {
  readonly accepted: number;
  readonly refused: number;
}

export async function allocationOf(
  contender: Contender | Floor,
  attempts: readonly Attempt[],
  calls: number,
): Promise<Allocation> {
  const decide = (input: unknown) =>
    'isValid' in contender ? contender.isValid(input) : contender.isAccepted(input);
  const measured = async (some: readonly Attempt[]) => {
    const inputs = some.map((attempt) => inputOf(attempt, contender.reads));
    return bytesPerCall(calls, (index) => decide(inputs[index % inputs.length]));
  };
  return {
    accepted: await measured(attempts.filter(({ rows }) => rows.length === 0)),
    refused: await measured(attempts.filter(({ rows }) => rows.length > 0)),
  };
}

/** What the method makes of arrays of 8,000 bytes and two headers: its error. */
export async function bytesOfKnownArray(): Promise<number> {
  const kept: unknown[] = [];
  return bytesPerCall(10_000, (index) => {
    kept[index % 8] = new Array<undefined>(1_000);
    return true;
  });
}
