// A thread: the name server of the crawl, and a way to Redis; both do what the faults say that it is sent.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { openDns } from '@trunkline/test-support';
import { addressOf, isAt, type WireFault } from './faults.ts';

const { redisPort } = workerData as { redisPort: number };
/** Bytes on their way in one direction; beyond, no more are read. */
const MOST_ON_THE_WAY = 8 << 20;

let faults: WireFault[] = [];
parentPort!.on('message', (list: WireFault[]) => (faults = list));

const dns = await openDns(undefined, (name) => {
  for (const fault of faults) {
    if (fault.do === 'redis' || !isAt(name, fault)) continue;
    if (fault.do === 'drop') return null;
    return { ttlS: 1, address: addressOf(name), delayMs: fault.ms };
  }
  return { ttlS: 1, address: addressOf(name) };
});

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ port: redisPort, host: '127.0.0.1', noDelay: true });
  carry(near, far);
  carry(far, near);
});
server.listen(0, '127.0.0.1', () =>
  parentPort!.postMessage({ dns: dns.address, redisPort: (server.address() as AddressInfo).port }),
);
// `openDns` keeps no process alive.
setInterval(() => {}, 60_000);

/** One direction: each piece half of the delay later than it came, in their order. */
function carry(from: Socket, to: Socket): void {
  const line: { piece: Buffer; at: number }[] = [];
  let bytes = 0;
  let moving = false;
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
  from.on('data', (piece) => {
    const delayMs = faults.reduce((sum, fault) => sum + (fault.do === 'redis' ? fault.ms / 2 : 0), 0);
    if (delayMs === 0 && line.length === 0) return void to.write(piece);
    line.push({ piece, at: performance.now() + delayMs });
    bytes += piece.length;
    if (bytes > MOST_ON_THE_WAY) from.pause();
    if (!moving) setTimeout(move, delayMs);
    moving = true;
  });

  function move(): void {
    const now = performance.now();
    while (line[0] && line[0].at <= now) {
      const { piece } = line.shift()!;
      bytes -= piece.length;
      if (!to.destroyed) to.write(piece);
    }
    if (bytes <= MOST_ON_THE_WAY) from.resume();
    moving = line[0] !== undefined;
    if (line[0]) setTimeout(move, Math.max(1, line[0].at - now));
  }
}
