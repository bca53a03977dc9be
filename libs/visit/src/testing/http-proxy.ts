import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

type Options = {
  /** What CONNECT is answered with instead of a tunnel. */
  says?: string;
  /** What says that the tunnel is there. */
  established?: string;
  /** Where tunnels and requests lead, whatever they ask for. */
  to: number;
};

/** An HTTP proxy on loopback; it notes the head of each request it was sent. */
export async function httpProxy(t: TestContext, options: Options) {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      heads.push(head);
      if (options.says !== undefined) return void socket.end(options.says);
      socket.off('data', onData);
      const behind = connect(options.to, '127.0.0.1');
      sockets.add(behind);
      behind.on('error', () => socket.destroy());
      if (head.startsWith('CONNECT'))
        socket.write(options.established ?? 'HTTP/1.1 200 Connection established\r\n\r\n');
      else behind.write(received);
      socket.on('data', (more) => {
        if (!head.startsWith('CONNECT')) heads.push(more.toString('latin1').trimEnd());
        behind.write(more);
      });
      behind.on('data', (back) => socket.write(back));
      socket.on('close', () => behind.destroy());
      behind.on('close', () => socket.end());
    };
    socket.on('data', onData);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, heads, connections: () => connections };
}
