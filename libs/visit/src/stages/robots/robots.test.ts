import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type HostSignal, type RobotsVerdict, robotsRecord } from '@trunkline/policy';
import { type Answer, html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';

const say =
  (status: string, headers = {}, body = ''): Answer =>
  (socket) =>
    void socket.write(respond(status, headers, body));
const rules = 'User-agent: *\nCrawl-delay: 2.5\nDisallow: /private\n';

const rows: [string, Answer, RobotsVerdict, HostSignal['kind']][] = [
  ['200', say('200 OK', {}, rules), { state: 'rules', body: rules, crawlDelayMs: 2500 }, 'answered'],
  [
    '200 and a coding nobody knows',
    say('200 OK', { 'Content-Encoding': 'none' }, rules),
    { state: 'rules', body: rules, crawlDelayMs: 2500 },
    'answered',
  ],
  ['204', say('204 No Content'), { state: 'rules', body: '', crawlDelayMs: null }, 'answered'],
  ['400', say('400 Bad'), { state: 'allowAll' }, 'answered'],
  ['401', say('401 Who'), { state: 'allowAll' }, 'answered'],
  ['403', say('403 No'), { state: 'allowAll' }, 'answered'],
  ['404', say('404 Where'), { state: 'allowAll' }, 'answered'],
  ['410', say('410 Gone'), { state: 'allowAll' }, 'answered'],
  ['429', say('429 Slow', { 'Retry-After': '9' }), { state: 'unreachable', retryAfterMs: 9000 }, 'throttled'],
  ['500', say('500 Oops'), { state: 'unreachable', retryAfterMs: null }, 'answered'],
  ['503', say('503 Busy', { 'Retry-After': '3' }), { state: 'unreachable', retryAfterMs: 3000 }, 'throttled'],
  [
    'a redirect without end',
    say('302 Found', { Location: '/robots.txt' }),
    { state: 'allowAll' },
    'answered',
  ],
  ['a redirect nowhere', say('301 Moved'), { state: 'allowAll' }, 'answered'],
  [
    'half of it',
    (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nUser-agent: *\n'),
    { state: 'unreachable', retryAfterMs: null },
    'answered',
  ],
  [
    'a drip that outlasts the deadline',
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nUser-agent: *\n'),
    { state: 'unreachable', retryAfterMs: null },
    'answered',
  ],
  [
    'what is no gzip, though it says so',
    say('200 OK', { 'Content-Encoding': 'gzip' }, rules),
    { state: 'unreachable', retryAfterMs: null },
    'answered',
  ],
  [
    'a reset',
    (socket) => void socket.resetAndDestroy(),
    { state: 'unreachable', retryAfterMs: null },
    'unreachable',
  ],
];

for (const [what, answer, verdict, signal] of rows) {
  test(`a robots.txt answered by ${what} means ${verdict.state}`, async (t) => {
    const origin = await rawOrigin(t, answer);
    const result = await visitsFor(t).fetchRobots(`${origin.url}/any/page`, { limits: { totalMs: 1500 } });
    assert.deepEqual(result.verdict, verdict);
    assert.equal(result.hostSignal.kind, signal);
    assert.equal(result.origin, origin.url);
    assert.ok(origin.requests[0]!.startsWith('GET /robots.txt HTTP/1.1'));
  });
}

test('five redirects are followed, to other hosts too, and the last one has the word', async (t) => {
  const last = await rawOrigin(t, say('200 OK', {}, rules));
  const origin = await rawOrigin(t, (socket, path) => {
    const hop = Number(/\d+/.exec(path)?.[0] ?? 0) + 1;
    const to = hop < 5 ? `/r${hop}` : `${last.url}/robots.txt`;
    socket.write(respond('301 Moved', { Location: to }));
  });
  const { verdict } = await visitsFor(t).fetchRobots(`${origin.url}/`);
  assert.equal(verdict.state, 'rules');
  assert.deepEqual([origin.requests.length, last.requests.length], [5, 1]);
});

test('a robots.txt that redirects to https of a site without TLS cannot be had, and that is no trouble of http', async (t) => {
  const origin = await rawOrigin(t, (socket) => {
    socket.write(respond('301 Moved', { Location: origin.url.replace('http:', 'https:') }));
  });
  const { verdict, hostSignal } = await visitsFor(t).fetchRobots(`${origin.url}/`);
  assert.deepEqual([verdict.state, hostSignal], ['unreachable', { kind: 'answered' }]);
});

test('one deadline holds for the whole chain of redirects, however slowly each drips', async (t) => {
  const origin = await rawOrigin(t, (socket) => {
    setTimeout(() => socket.write(respond('302 Found', { Location: '/again' })), 150);
  });
  const { verdict } = await visitsFor(t).fetchRobots(`${origin.url}/`, { limits: { totalMs: 400 } });
  assert.equal(verdict.state, 'unreachable');
  assert.ok(origin.requests.length < 5, `${origin.requests.length} requests`);
});

test('500 KiB of a robots.txt are read, and no more', async (t) => {
  const origin = await rawOrigin(t, say('200 OK', {}, `User-agent: *\nDisallow: /x\n${'#'.repeat(600_000)}`));
  const { verdict, file } = await visitsFor(t).fetchRobots(`${origin.url}/`);
  assert.equal(file?.length, 512_001, 'and a byte that says there is more');
  const body = 'User-agent: *\nDisallow: /x\n';
  assert.deepEqual(verdict, { state: 'rules', body, crawlDelayMs: null });
});

test('a robots.txt is archived as it came, once per change', async (t) => {
  let body = rules;
  const origin = await rawOrigin(t, (socket) => void socket.write(respond('200 OK', {}, body)));
  let last: string | null = null;
  const { fetchRobots, kept } = visitsFor(t, { archivedRobots: async () => last });
  const read = async () => {
    const { file } = await fetchRobots(`${origin.url}/`);
    last = file?.digest ?? null;
    return kept.map((exchange) => Buffer.from(exchange.body).toString());
  };
  assert.deepEqual(await read(), [rules]);
  assert.equal(kept[0]!.url, `${origin.url}/robots.txt`);
  assert.deepEqual(await read(), [rules], 'it has not changed');
  body = `# now with a comment\n${rules}`;
  assert.deepEqual(await read(), [rules, body]);
});

test('half a kilobyte on the wire that is 500 KiB of nothing leaves next to nothing to keep', async (t) => {
  const bomb = gzipSync(Buffer.alloc(500 << 10, 1), { level: 9 });
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
  const origin = await rawOrigin(t, (socket) => void socket.write(Buffer.concat([Buffer.from(head), bomb])));
  const { verdict, file } = await visitsFor(t).fetchRobots(`${origin.url}/`);
  assert.deepEqual(verdict, { state: 'rules', body: '', crawlDelayMs: null });
  assert.equal(file?.length, 500 << 10);
  const record = robotsRecord(origin.url, verdict, '', 0, file);
  assert.ok(JSON.stringify(record).length < 1000, 'nor is much told of it');
});

test('rules of 400 KiB are read off the thread of all other visits, and never allow what they forbade', async (t) => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `Disallow: /private/${i}\n`).join('');
  const origin = await rawOrigin(t, say('200 OK', {}, `User-agent: *\n${lines}`));
  const { verdict, file } = await visitsFor(t).fetchRobots(`${origin.url}/`);
  assert.ok(verdict.state === 'rules' && verdict.body.length <= 32 << 10);
  assert.equal(file?.text.length, 65_536, 'the beginning of it is told');
  const robots = async () => verdict;
  const { visit } = visitsFor(t, { robots });
  const { record } = await visit(`${origin.url}/private/19999`, { robots: { obey: true } });
  assert.equal(record.outcome.kind === 'refused' && record.outcome.by, 'robots');
});

test('a page that the rules forbid is refused with the line, unless the policy does not obey', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const robots = async (): Promise<RobotsVerdict> => ({ state: 'rules', body: rules, crawlDelayMs: null });
  const { visit } = visitsFor(t, { robots });
  const obey = { robots: { obey: true } };
  const { record, hostSignal } = await visit(`${origin.url}/private/x`, obey);
  assert.deepEqual(record.outcome, { kind: 'refused', by: 'robots', detail: 'line 3: Disallow: /private' });
  assert.deepEqual(hostSignal, { kind: 'none' });
  assert.equal(origin.requests.length, 0);
  assert.equal((await visit(`${origin.url}/public`, obey)).record.outcome.kind, 'fetched');
  assert.equal((await visit(`${origin.url}/private/x`)).record.outcome.kind, 'fetched');
});

test('without rules nothing is fetched: the claim goes back', async (t) => {
  for (const verdict of [null, { state: 'unreachable', retryAfterMs: null }] as const) {
    const { visit } = visitsFor(t, { robots: async () => verdict });
    await assert.rejects(visit('http://127.0.0.1:9/', { robots: { obey: true } }), {
      code: 'ROBOTS_UNKNOWN',
    });
  }
});

test('where the address is refused there is no robots.txt to wait for, and the pages are refused for the same reason', async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('never')));
  const { visit, fetchRobots } = visitsFor(t);
  const policy = { allowPrivateNetworks: false };
  const { verdict, hostSignal } = await fetchRobots(`${origin.url}/`, policy);
  assert.deepEqual([verdict, hostSignal], [{ state: 'allowAll' }, { kind: 'none' }]);
  const { record } = await visit(`${origin.url}/`, policy);
  assert.equal(record.outcome.kind === 'refused' && record.outcome.by, 'address');
  assert.equal(origin.connections(), 0);
});
