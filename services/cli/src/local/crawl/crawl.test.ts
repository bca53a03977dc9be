import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createArchiveReader } from '@trunkline/archive';
import { columns } from '../../output/text.ts';
import { type Site, site } from '../../testing/site.ts';
import { run } from '../../testing/testing.ts';
import type { Summary } from './summary.ts';

const bin = join(import.meta.dirname, '../../../bin/trunkline.mjs');
const fast = ['--allow-private-networks', '--rate', '10000', '--concurrency', '8'];

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-crawl-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** URLs of the index, as often as they stand there. */
function indexed(out: string): string[] {
  const lines = readFileSync(join(out, 'crawl/index.cdxj'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line.slice(line.indexOf('{'))) as { url: string }).url).sort();
}

function summaryOf(out: string): Summary {
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { summary?: Summary });
  return lines.at(-1)!.summary!;
}

async function crawlJson(line: string[]): Promise<Summary & { exitCode: number }> {
  const { out, exitCode, err } = await run(['crawl', '--json', ...line], {});
  assert.notEqual(out, '', err);
  return { ...summaryOf(out), exitCode };
}

const pagesOf = ({ host }: Site, count: number) =>
  Array.from({ length: count }, (_, i) => `http://${host}/${i}`).sort();

/** Starts the command as a process of its own. */
function start(line: string[]): ChildProcess {
  return spawn(process.execPath, [bin, 'crawl', ...line], { stdio: 'ignore' });
}

async function untilAsked({ asked }: Site, pages: number): Promise<void> {
  while (asked.size < pages) await sleep(5);
}

test('every page is found once, kept as it was served, and in the index', { timeout: 60_000 }, async (t) => {
  const dir = folder(t);
  const origin = await site(t);
  const summary = await crawlJson([origin.url, ...fast, '--out', dir]);
  assert.deepEqual([summary.exitCode, summary.end, summary.pages], [0, 'done', 40]);
  assert.deepEqual(indexed(dir), pagesOf(origin, 40));
  assert.deepEqual(new Set(origin.asked.values()), new Set([1]));
  const line = readFileSync(join(dir, 'crawl/index.cdxj'), 'utf8').split('\n')[0]!;
  const entry = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>;
  const location = {
    segment: `crawl/${entry['filename']}`,
    offset: Number(entry['offset']),
    length: Number(entry['length']),
  };
  const { body } = await createArchiveReader(dir).read(location);
  assert.match(
    Buffer.from(body).toString(),
    new RegExp(`<title>page ${new URL(entry['url']!).pathname.slice(1)}</title>`),
  );
});

test('killed with -9 and started again, again and again, it goes on: no page is kept twice, and it counts the same', {
  timeout: 120_000,
}, async (t) => {
  const dir = folder(t);
  const origin = await site(t, { pages: 300, answerMs: 5 });
  const [out, state] = [join(dir, 'out'), join(dir, 'state')];
  const line = [origin.url, ...fast, '--out', out, '--state', state];
  for (const pages of [40, 120, 220]) {
    const child = start(line);
    await untilAsked(origin, pages);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const summary = await crawlJson(['--state', state]);
  assert.deepEqual([summary.exitCode, summary.pages, summary.outcomes], [0, 300, { fetched: 300 }]);
  assert.deepEqual(summary.urls, { known: 300, finished: 300, waiting: 0, leftOut: 0 });
  assert.deepEqual(indexed(out), pagesOf(origin, 300));
  const often = [...origin.asked].filter(([path, times]) => path !== '/robots.txt' && times > 1);
  assert.ok(often.length <= 3 * 16, `only what was in flight is asked again, not ${often.length} pages`);
  assert.deepEqual(globSync('**/*.open', { cwd: out }), []);

  const asked = [...origin.asked.values()].reduce((sum, times) => sum + times, 0);
  const again = await crawlJson(['--state', state]);
  assert.deepEqual([again.pages, again.outcomes], [300, { fetched: 300 }]);
  assert.equal(
    [...origin.asked.values()].reduce((sum, times) => sum + times, 0),
    asked,
    'nothing was left to ask',
  );
});

test('Ctrl-C stops with 130, and the same command goes on without asking for a page twice', {
  timeout: 60_000,
}, async (t) => {
  const dir = folder(t);
  const origin = await site(t, { pages: 120, answerMs: 20 });
  const line = [origin.url, ...fast, '--out', join(dir, 'out'), '--state', join(dir, 'state')];
  const child = start(line);
  await untilAsked(origin, 30);
  child.kill('SIGINT');
  assert.deepEqual(await once(child, 'exit'), [130, null]);
  assert.ok(origin.asked.size < 120);
  const { exitCode, out, err } = await run(['crawl', ...line], {});
  assert.equal(exitCode, 0);
  assert.match(err, /Going on where this crawl stopped: \d+ visits/);
  assert.match(out, /120 pages/);
  origin.asked.delete('/robots.txt');
  assert.deepEqual(new Set(origin.asked.values()), new Set([1]));
});

test('one state folder serves one process at a time', { timeout: 60_000 }, async (t) => {
  const dir = folder(t);
  const origin = await site(t, { pages: 200, answerMs: 50 });
  const child = start([origin.url, ...fast, '--state', dir]);
  await untilAsked(origin, 2);
  const { exitCode, err } = await run(['crawl', '--state', dir], {});
  assert.deepEqual([exitCode, err.includes(String(child.pid))], [6, true]);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('when the process that started it is killed with -9 the crawl ends as well, and the state is free', {
  timeout: 60_000,
}, async (t) => {
  const dir = folder(t);
  const origin = await site(t, { pages: 60, answerMs: 50 });
  const main = join(import.meta.dirname, '../../main.ts');
  const child = fork(main, ['crawl', origin.url, ...fast, '--state', dir], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await untilAsked(origin, 2);
  child.disconnect(); // what its death looks like from the other side
  await once(child, 'exit');
  assert.ok(origin.asked.size < 60);
  assert.equal((await crawlJson(['--state', dir])).pages, 60);
});

test('a site whose robots.txt forbids all has 0 pages, and the reason is said', {
  timeout: 60_000,
}, async (t) => {
  const origin = await site(t, { robots: 'User-agent: *\nDisallow: /\n' });
  const { exitCode, out } = await run(['crawl', origin.url, ...fast], {});
  assert.equal(exitCode, 1);
  assert.match(out, /0 pages/);
  assert.match(out, /robots\.txt forbids all \(line 2: Disallow: \/\)/);
  assert.deepEqual([...origin.asked.keys()], ['/robots.txt']);
});

test('Crawl-delay is obeyed, whatever the pace', { timeout: 60_000 }, async (t) => {
  const origin = await site(t, { pages: 4, robots: 'User-agent: *\nCrawl-delay: 0.4\n' });
  const { seconds, pages } = await crawlJson([origin.url, ...fast]);
  assert.equal(pages, 4);
  assert.ok(seconds >= 4 * 0.4, `${seconds} s`);
});

test('sitemaps lead to pages, by seed and where robots.txt names them, and are neither pages nor kept', {
  timeout: 60_000,
}, async (t) => {
  const dir = folder(t);
  const xml = {
    '/index.xml': '<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>',
  } as Record<string, string>;
  xml['/map.xml'] = '<urlset><url><loc>/7</loc></url><url><loc>http://127.0.0.1:1/</loc></url></urlset>';
  const origin = await site(t, {
    pages: 8,
    robots: 'User-agent: *\nAllow: /\nSitemap: /index.xml\n',
    also(path, response) {
      if (xml[path] === undefined) return false;
      response.setHeader('Content-Type', 'application/xml');
      response.end(xml[path]);
      return true;
    },
  });
  const only = [...fast, '--max-depth', '1', '--out', dir];
  const named = await crawlJson([origin.url, ...only, '--sitemaps']);
  assert.deepEqual([named.pages, named.sitemaps, named.outcomes], [5, 2, { fetched: 5 }]);
  assert.deepEqual(
    indexed(dir),
    ['0', '1', '2', '3', '7', 'robots.txt'].map((page) => `http://${origin.host}/${page}`),
  );
  const seed = await crawlJson([...fast, '--sitemap', `http://${origin.host}/map.xml`]);
  assert.deepEqual([seed.pages, seed.sitemaps], [1, 1]);
  assert.equal((await crawlJson([origin.url, ...fast])).sitemaps, 0, 'not by default');
});

test('a budget ends the crawl, and a larger one goes on with it', { timeout: 60_000 }, async (t) => {
  const dir = folder(t);
  const origin = await site(t);
  const line = [origin.url, ...fast, '--state', dir];
  const first = await crawlJson([...line, '--max-pages', '10']);
  assert.deepEqual([first.exitCode, first.end, first.pages], [0, 'budget', 10]);
  assert.match(first.notCrawled[0]!.why, /budget/);
  const second = await crawlJson([...line, '--max-pages', '25']);
  assert.deepEqual([second.pages, new Set(origin.asked.values()).has(3)], [25, false]);
  assert.equal([...origin.asked.keys()].length, 26);
});

test('when memory is full it says so, and ends with 1', { timeout: 60_000 }, async (t) => {
  const origin = await site(t);
  const { exitCode, err, out } = await run(['crawl', origin.url, ...fast, '--max-urls', '10'], {});
  assert.equal(exitCode, 1);
  assert.match(out, /10 pages/);
  assert.match(err, /Memory was full at 10 URLs: \d+ links were left out\. Raise --max-urls/);
});

test('a host that cannot be reached is given up soon, by name and with its code', {
  timeout: 60_000,
}, async () => {
  const { exitCode, out } = await run(['crawl', 'http://127.0.0.1:9/', ...fast, '--give-up', '100ms'], {});
  assert.equal(exitCode, 1);
  assert.match(out, /127\.0\.0\.1:9 .*could not be had.*CONNECT_REFUSED/);
});

test('private addresses are refused unless they are allowed', { timeout: 60_000 }, async (t) => {
  const origin = await site(t);
  const { exitCode, out } = await run(['crawl', origin.url], {});
  assert.equal(exitCode, 1);
  assert.match(out, /address refused: 127\.0\.0\.1 is not a public address/);
  assert.equal(origin.asked.size, 0);
});

test('what cannot be written is said before anything is asked for', async (t) => {
  const missing = join(folder(t), 'a-file');
  writeFileSync(missing, '');
  for (const option of ['--profile', '--out']) {
    const { exitCode, err } = await run(['crawl', 'http://127.0.0.1:9/', option, join(missing, 'x')], {});
    assert.equal(exitCode, 2);
    assert.match(err, new RegExp(`error: ${option}: .* cannot be written \\(ENOTDIR\\)`));
  }
});

test('a profile says what the CPU was used for', { timeout: 60_000 }, async (t) => {
  const file = join(folder(t), 'crawl.cpuprofile');
  const origin = await site(t);
  const { out } = await run(['crawl', origin.url, ...fast, '--profile', file], {});
  for (const kind of ['socket I/O', 'TLS', 'parsing', 'hashing', 'compression', 'our code'])
    assert.match(out, new RegExp(`^${kind.replace('/', '\\/')} +[\\d.]+ %`, 'm'));
  const shares = [...out.matchAll(/^[\w/ ]+? +([\d.]+) %$/gm)].reduce(
    (sum, [, share]) => sum + Number(share),
    0,
  );
  assert.ok(Math.abs(shares - 100) < 1, `${shares} %`);
  assert.ok(Array.isArray((JSON.parse(readFileSync(file, 'utf8')) as { nodes: unknown[] }).nodes));
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal gets when a block is drawn again
const [redrawn, control] = [/\n|\u001b\[\d*A\r/, /\u001b\[[?\d]*[A-Za-z]/g];

test('no line is wider than the terminal, and without colours there is no escape in a pipe', {
  timeout: 60_000,
}, async (t) => {
  const origin = await site(t, { answerMs: 30, robots: 'User-agent: *\nDisallow: /5\n' });
  for (const width of [60, 120]) {
    const { out } = await run(['crawl', origin.url, ...fast], { NO_COLOR: '1' }, { columns: width });
    for (const line of out.split(redrawn)) assert.ok(columns(line.replace(control, '')) <= width, line);
  }
  assert.ok(!(await run(['crawl', origin.url, ...fast], {})).out.includes('\u001b'));
});

test('wrong usage ends with 2 before anything is asked or written', async (t) => {
  const dir = join(folder(t), 'none');
  for (const line of [
    [],
    ['example.com'],
    ['ftp://example.com/'],
    ['http://a.test/', '--delay', '1s', '--rate', '3'],
    ['http://a.test/', '--include', '/path'],
    ['http://a.test/', '--dns', 'resolver'],
    ['http://a.test/', '--max-urls', '0'],
    ['ftp://a.test/', '--state', dir],
  ]) {
    const { exitCode, err } = await run(['crawl', ...line], {});
    assert.deepEqual([exitCode, err !== ''], [2, true], line.join(' '));
  }
  assert.ok(!existsSync(join(dir, 'crawl.json')));
});
