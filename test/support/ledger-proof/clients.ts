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
  const done = new Promise<Tally | undefined>((resolve, reject) => {
    child.on('exit', (status, signal) => {
      if (status === 0 || signal === 'SIGKILL') resolve(tally);
      else reject(new Error(`a client process ended with ${status ?? signal}`));
    });
  });
  child.send(job);
  return { done, kill: () => void child.kill('SIGKILL') };
}
