import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stages } from '@trunkline/policy';
import { columns } from '../../output/text.ts';
import { site } from '../../testing/site.ts';
import { run } from '../../testing/testing.ts';

const own = '--allow-private-networks';

type Fetched = {
  error: { code: string; message: string; hint: string | null } | null;
  robots: { state: string; decision: { allowed: boolean; lineNumber: number; line: string } | null };
  outcome: { kind: string; status: number; target?: string } | null;
  stages: { name: string; startMs: number; waitMs: number; serviceMs: number; passed: boolean }[];
  response: { status: number; headers: [string, string][] } | null;
  links: string[];
  stored: { request: string; bodyBytes: number; digest: string; title: string } | null;
};

async function fetched(...line: string[]) {
  const { out, exitCode } = await run(['fetch', '--json', ...line], {});
  return { ...(JSON.parse(out) as Fetched), exitCode };
}

const robots = 'User-agent: *\nDisallow: /5\nCrawl-delay: 2\n';

/** A site of three pages, of which one is forbidden, with a redirect and a failing server. */
const origin = (t: TestContext) =>
  site(t, {
    robots,
    also(path, response) {
      if (path === '/moved') response.writeHead(301, { Location: '/1' }).end();
      else if (path === '/busy') response.writeHead(429, { 'Retry-After': '7' }).end();
      else if (path === '/broken') response.writeHead(500).end('sorry');
      else return false;
      return true;
    },
  });

test('a visit is shown with all its stages, headers, the line of robots.txt, links, and what would be stored', async (t) => {
  const { url, host, asked } = await origin(t);
  const visit = await fetched(url, own);
  assert.deepEqual([visit.exitCode, visit.outcome], [0, { kind: 'fetched', status: 200 }]);
  assert.deepEqual(
    visit.stages.map(({ name, passed }) => [name, passed]),
    ['robots.txt', ...stages].map((name) => [name, true]),
  );
  for (const [i, { startMs }] of visit.stages.entries()) {
    const before = visit.stages[i - 1];
    if (before) assert.ok(Math.abs(startMs - before.startMs - before.waitMs - before.serviceMs) < 0.001);
  }
  assert.deepEqual(
    visit.links,
    [1, 2, 3].map((page) => `http://${host}/${page}`),
  );
  assert.ok(
    visit.response?.headers.some(([name, value]) => name === 'Content-Type' && value.startsWith('text/html')),
  );
  assert.match(visit.stored!.request, /^GET \/0 HTTP\/1\.1\r\n/);
  assert.deepEqual([visit.stored!.title, visit.robots.decision!.allowed], ['page 0', true]);
  assert.deepEqual(Object.fromEntries(asked), { '/robots.txt': 1, '/0': 1 });
});

test('what robots.txt forbids is not fetched, and the line is named; --ignore-robots does not even ask', async (t) => {
  const { host, asked } = await origin(t);
  const forbidden = await fetched(`http://${host}/5`, own);
  assert.deepEqual([forbidden.exitCode, forbidden.error!.code], [1, 'robots']);
  const { allowed, lineNumber, line } = forbidden.robots.decision!;
  assert.deepEqual([allowed, lineNumber, line], [false, 2, 'Disallow: /5']);
  assert.ok(!asked.has('/5'));
  asked.clear();
  assert.equal((await fetched(`http://${host}/5`, own, '--ignore-robots')).exitCode, 0);
  assert.deepEqual([...asked.keys()], ['/5']);
});

test('a redirect is shown, not followed; an error status is a response; a host that asks for rest is heard', async (t) => {
  const { host, asked } = await origin(t);
  const moved = await fetched(`http://${host}/moved`, own);
  assert.deepEqual(
    [moved.exitCode, moved.outcome?.kind, moved.outcome?.target],
    [0, 'redirected', `http://${host}/1`],
  );
  assert.ok(!asked.has('/1'));
  assert.equal((await fetched(`http://${host}/none`, own)).outcome?.status, 404);
  const broken = await fetched(`http://${host}/broken`, own);
  assert.deepEqual([broken.exitCode, broken.error!.code, broken.stored!.bodyBytes], [1, 'SERVER_ERROR', 5]);
  const busy = await fetched(`http://${host}/busy`, own);
  assert.deepEqual([busy.exitCode, busy.error!.code, busy.response?.status], [1, '429', 429]);
});

test('nothing is connected to that is not public, unless it is allowed', async (t) => {
  const { url, asked } = await origin(t);
  const refused = await fetched(url);
  assert.deepEqual([refused.exitCode, refused.error!.code, asked.size], [1, 'address', 0]);
  assert.match(refused.error!.hint!, /--allow-private-networks/);
});

test('each failure has its code, and says what to do', async () => {
  const refused = await fetched('http://127.0.0.1:9/', own);
  assert.deepEqual([refused.exitCode, refused.error!.code], [1, 'CONNECT_REFUSED']);
  assert.match(refused.error!.hint!, /Nothing listens there/);
  for (const [url, hint] of [
    ['example.com/a', /Did you mean https:\/\/example\.com\/a\?/],
    ['ftp://example.com/', /Only http and https/],
  ] as const) {
    const { exitCode, err, out } = await run(['fetch', url], {});
    assert.deepEqual([exitCode, out], [2, '']);
    assert.match(err, hint);
  }
  const json = await run(['fetch', 'example.com', '--json'], {});
  assert.equal((JSON.parse(json.err) as { error: { code: string } }).error.code, 'BAD_URL');
});

test('a further header is sent, and shown nowhere', async (t) => {
  let got: unknown;
  const { url } = await site(t, {
    also(path, _response, request) {
      if (path === '/0') got = request.headers['x-secret'];
      return false;
    },
  });
  const { out, err } = await run(['fetch', url, own, '--json', '--header', 'X-Secret: abracadabra'], {});
  assert.equal(got, 'abracadabra');
  assert.ok(!`${out}${err}`.includes('abracadabra'));
  assert.equal((await run(['fetch', url, own, '--header', 'Host: a.test'], {})).exitCode, 2);
});

test('no line is wider than the terminal, and pipes and NO_COLOR get no colours', async (t) => {
  const { url, host } = await origin(t);
  const pages = [url, `http://${host}/5`, `http://${host}/none?${'long='.repeat(40)}`];
  for (const [page, width] of [...pages.map((page) => [page, 40] as const), [url, 100] as const]) {
    const { out } = await run(['fetch', page, own], {}, { columns: width });
    for (const line of out.split('\n')) assert.ok(columns(line) <= width, `${width}: ${line}`);
    assert.ok(out.includes('\u001b['));
  }
  assert.ok(!(await run(['fetch', url, own], { NO_COLOR: '1' }, { columns: 100 })).out.includes('\u001b'));
  assert.ok(!(await run(['fetch', url, own], {})).out.includes('\u001b'));
});
