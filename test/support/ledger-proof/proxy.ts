// A TCP line to the server that can be cut right after a change was sent: the server makes it, nobody hears of it.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Proxy {
  readonly port: number;
  /** Cuts the line of the next client that sends a change; resolves when that has happened. */
  cutAfterNextChange(): Promise<void>;
  close(): Promise<void>;
}

/** The names of the statements that change something, as Bind messages carry them. */
const CHANGE = /redemption_rules_(?:apply|confirm|cancel)_/;

export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let waiting: (() => void) | undefined;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    client.on('data', (chunk) => {
      upstream.write(chunk);
      if (!waiting || !CHANGE.test(chunk.toString('latin1'))) return;
      const cut = waiting;
      waiting = undefined;
      upstream.unpipe(client);
      client.destroy();
      // The server reads on, makes the change, and finds nobody to tell.
      setTimeout(() => {
        upstream.destroy();
        cut();
      }, 50);
    });
    upstream.pipe(client);
    client.on('close', () => {
      // The server still has to read what was sent, and then to hear that nobody is there: it may hold locks.
      setTimeout(() => upstream.destroy(), 100);
    });
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfterNextChange: () => new Promise((resolve) => (waiting = resolve)),
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
