/*
Run by public-network.test.ts in a network namespace of its own, where lo has a public address. An origin there redirects its robots.txt and
its pages to private addresses, in every notation. Prints what was asked of the origin, and how many connections the inside saw.
*/
import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { policySchema } from '@trunkline/policy';
import { createVisits } from '../../index.ts';
import { nameServerOn } from '../../testing/name-server.ts';
import { claimOf, memoryArchive } from '../../testing/visits-for-tests.ts';

/** Of the special-purpose registry, and global: Port Control Protocol anycast (RFC 7723). */
const PUBLIC = '192.0.0.9';
const INSIDE = 8081;
const targets = [
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  'inside.example',
  'localhost',
  '0',
];

execFileSync('ip', ['link', 'set', 'lo', 'up']);
execFileSync('ip', ['address', 'add', `${PUBLIC}/32`, 'dev', 'lo']);

let inside = 0;
const count = (socket: { destroy(): void }) => {
  inside++;
  socket.destroy();
};
for (const address of ['127.0.0.1', '::1'])
  await new Promise<void>((resolve) => createTcpServer(count).listen(INSIDE, address, resolve).unref());

const asked: string[] = [];
const answer = (request: IncomingMessage, response: ServerResponse) => {
  asked.push(request.url ?? '');
  const at = Number(/\d+/.exec(request.headers.host ?? '')?.[0] ?? 0);
  const sitemap = '<urlset><url><loc>http://a/</loc></url></urlset>';
  if (request.url === '/sitemap.xml') return void response.end(sitemap);
  response.writeHead(302, { location: `http://${targets[at]}:${INSIDE}/robots.txt` }).end();
};
await new Promise<void>((resolve) =>
  createServer(answer)
    .listen(80, PUBLIC, () => resolve())
    .unref(),
);
const dns = await nameServerOn((name) => ({
  addresses: [name === 'inside.example' ? '127.0.0.1' : PUBLIC],
  ttl: 60,
}));

const { archive } = memoryArchive();
const visits = createVisits({
  archive,
  worker: 'w',
  robots: async () => ({ state: 'allowAll' }),
  dns: { servers: [dns.address] },
});
const policy = policySchema.parse({ limits: { totalMs: 5000 } });
const config = { policy, scope: { kind: 'any' as const, of: [], include: [], exclude: [] } };
const now = () => ({ at: performance.now(), uncertainMs: 0 });
const { signal } = new AbortController();
const outcomes: string[] = [];
for (const [n] of targets.entries()) {
  const url = `http://h${n}.example/`;
  const { verdict } = await visits.fetchRobots(claimOf(url), config, now(), signal);
  outcomes.push(`robots ${verdict.state}`);
  const { record, discovered } = await visits.visit(claimOf(url), config, now(), signal);
  outcomes.push(`page ${record.outcome.kind}`);
  for (const found of discovered) {
    for (const sitemap of [0, 1]) {
      const inward = await visits.visit(claimOf(found.url, { hops: 1, sitemap }), config, now(), signal);
      const { outcome } = inward.record;
      outcomes.push(
        `${sitemap ? 'sitemap' : 'target'} ${outcome.kind === 'refused' ? outcome.by : outcome.kind}`,
      );
    }
  }
}
await visits.close();
dns.close();
console.log(
  JSON.stringify({ inside, asked: asked.length, targets: targets.length, outcomes: [...new Set(outcomes)] }),
);
process.exit(0);
