// Starts client processes and hears what they are told.

import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Acknowledged, Job, Tally, Told } from './job.ts';

export interface Client {
  /** Ends with its tally; `undefined` where it was killed. */
  readonly done: Promise<Tally | undefined>;
  /** SIGKILL: what it was doing is left as it is. */
  kill(): void;
}

export function startClient(job: Job, acknowledge: (told: Acknowledged) => void = () => undefined): Client {
  const program = fileURLToPath(new URL('client.ts', import.meta.url));
  const child: ChildProcess = fork(program, [], { execArgv: ['--import', 'tsx'] });
  let tally: Tally | undefined;
  child.on('message', (told: Told) => {
    if ('done' in told) tally = told.done;
    else told.acknowledged.forEach(acknowledge);
  });
  // What it said last may be heard after it has ended; the line is closed after that.
  const silent = new Promise((resolve) => child.once('disconnect', resolve));
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (status, signal) => {
      resolve(signal ?? String(status));
    });
  });
  const done = Promise.all([ended, silent]).then(([how]) => {
    if (tally === undefined && how !== 'SIGKILL') throw new Error(`a client process ended with ${how}`);
    return tally;
  });
  child.send(job);
  return { done, kill: () => void child.kill('SIGKILL') };
}
