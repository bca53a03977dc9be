import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { crawlSummary, hosts, html, text, to } from '../../testing/hosts.ts';

const pagesAsked = (asked: readonly string[]) => asked.filter((one) => !one.endsWith('/robots.txt')).sort();

test('the host that a chain of redirects of a seed ends at is crawled as if it were the seed, and no host on the way', async (t) => {
  for (const status of [301, 302, 303, 307, 308]) {
    const origin = await hosts(t, (at) => ({
      bare: { '/': to(at('way'), status), '/old': to(at('www', '/new'), status), '/own': html('own') },
      way: { '/': to(at('www', '/home'), status), '/not': html('not') },
      www: {
        '/home': html(
          `<a href="/a">a</a><a href="${at('bare', '/old')}">old</a><a href="${at('way', '/not')}">n</a><a href="${at('bare', '/own')}">o</a>`,
        ),
        '/a': html(`<a href="${at('else')}">e</a>`),
        '/new': html('new'),
      },
      else: { '/': html('else') },
    }));
    const summary = await crawlSummary([origin.at('bare')]);
    assert.deepEqual([summary.exitCode, summary.pages], [0, 4], String(status));
    assert.deepEqual(pagesAsked(origin.asked), [
      ...['bare /', 'bare /old', 'bare /own', 'way /', 'www /a', 'www /home', 'www /new'],
    ]);
  }
});

test('what is forbidden stays so: by the robots.txt of the new host, by exclude, and where redirects of seeds are not to be followed', async (t) => {
  const origin = await hosts(t, (at) => ({
    bare: { '/': to(at('www')) },
    www: { '/robots.txt': text('User-agent: *\nDisallow: /'), '/': html('page') },
    open: { '/': to(at('other')) },
    other: { '/': html('page') },
  }));
  const forbidden = await crawlSummary([origin.at('bare')]);
  assert.deepEqual([forbidden.pages, forbidden.exitCode], [0, 1]);
  assert.deepEqual(pagesAsked(origin.asked), ['bare /']);
  for (const line of [['--no-follow-seed-redirects'], ['--exclude', '*//other*']]) {
    const { pages, exitCode, notCrawled } = await crawlSummary([origin.at('open'), ...line]);
    assert.deepEqual([pages, exitCode], [0, 1], line.join(' '));
    assert.match(notCrawled[0]!.why, /redirects out of scope/);
  }
  assert.ok(!origin.asked.includes('other /'));
});

test('what a link redirects to is out of scope where its host is', async (t) => {
  const origin = await hosts(t, (at) => ({
    bare: { '/': html('<a href="/out">o</a>'), '/out': to(at('other')) },
    other: { '/': html('other') },
  }));
  const { pages, notCrawled, exitCode } = await crawlSummary([origin.at('bare')]);
  assert.deepEqual([pages, exitCode], [1, 0]);
  assert.deepEqual(
    notCrawled.map(({ why, count, sample }) => [why, count, sample]),
    [['redirects out of scope (not of the host of a seed)', 1, origin.at('bare', '/out')]],
  );
});

test('a crawl that goes on knows where redirects of its seeds ended', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'trunkline-led-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const origin = await hosts(t, (at) => ({
    bare: { '/': to(at('www')), '/b': html(`<a href="${at('www', '/c')}">c</a>`) },
    www: { '/': html(`<a href="${at('bare', '/b')}">b</a>`), '/c': html('c') },
  }));
  const first = await crawlSummary([origin.at('bare'), '--state', dir]);
  assert.equal(first.pages, 3);
  // As if it had been killed before it came to the second page of the old host.
  const journal = join(dir, 'journal');
  const lines = readFileSync(journal, 'utf8').split('\n');
  const end = lines.findIndex((line) => line.includes('"s"') && line.includes(origin.at('bare', '/b')));
  writeFileSync(journal, `${lines.slice(0, end).join('\n')}\n`);
  assert.equal((await crawlSummary(['--state', dir])).pages, 3);
});
