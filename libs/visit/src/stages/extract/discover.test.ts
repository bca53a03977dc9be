import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type PolicyInput, policySchema } from '@trunkline/policy';
import { html, rawOrigin } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';
import { headOf } from '../headers/head.ts';
import { discover } from './discover.ts';
import type { Extracted } from './page.ts';

const claim = { run: 'r1', url: 'http://a.test/', depth: 0 };
const head = headOf(200, [['Content-Type', 'text/html']]);
const urlsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `http://a.test/${from + i}`);

function pageOf(urls: readonly string[], more: Partial<Extracted> = {}): Extracted {
  const links = urls.map((url) => ({ url, nofollow: false }));
  const robots = { noindex: false, nofollow: false };
  return {
    links,
    title: null,
    robots,
    canonical: null,
    language: null,
    more: 0,
    cut: null,
    charset: 'utf-8',
    ...more,
  };
}

function configOf(newLinks: number) {
  const policy = policySchema.parse({ limits: { newLinks } });
  return { policy, scope: { kind: 'host' as const, of: ['a.test'], include: [], exclude: ['*/no*'] } };
}

test('of the links of a page so many new ones are followed as the policy says, and the rest is counted', async () => {
  const known = new Set(urlsOf(0, 700));
  const isKnown = (_run: string, url: string) => known.has(url);
  const cases: [what: string, newLinks: number, page: Extracted, followed: number, left: number][] = [
    ['fewer', 10, pageOf(urlsOf(1000, 1008)), 8, 0],
    ['as many', 10, pageOf(urlsOf(1000, 1010)), 10, 0],
    ['more', 10, pageOf(urlsOf(1000, 1025)), 10, 15],
    ['none wanted', 0, pageOf(urlsOf(1000, 1025)), 0, 25],
    ['known ones before', 10, pageOf(urlsOf(0, 1000)), 10, 290],
    [
      'of other hosts, excluded, and itself',
      10,
      pageOf(['http://b.test/', 'http://a.test/no1', claim.url]),
      0,
      0,
    ],
    [
      'with those the reader only counted',
      600,
      pageOf(urlsOf(1000, 1601), { more: 99, cut: 'links' }),
      600,
      100,
    ],
  ];
  for (const [what, newLinks, page, followed, left] of cases) {
    const { links, omitted } = await discover(claim, configOf(newLinks), head, page, { isKnown });
    assert.equal(links.length, followed, what);
    const told = { kind: 'links', of: String(newLinks), count: left, sample: claim.url };
    assert.deepEqual(omitted, left > 0 ? [told] : [], what);
  }
  const [first] = (await discover(claim, configOf(10), head, cases[4]![2], { isKnown })).links;
  assert.equal(first?.url, 'http://a.test/700', 'in document order');
});

test('a page of which the end was not read says so', async () => {
  for (const cut of ['time', 'length'] as const) {
    const { omitted } = await discover(claim, configOf(10), head, pageOf(urlsOf(0, 3), { cut }), {
      isKnown: () => false,
    });
    assert.deepEqual(omitted, [{ kind: 'unread', of: cut, count: 1, sample: claim.url }]);
  }
});

test('others have their turn while the links of a page are looked at', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await discover(claim, configOf(10), head, pageOf(urlsOf(0, 300_000)), { isKnown: () => false });
  clearInterval(timer);
  assert.ok(turns > 0, `${turns} turns`);
});

const skip = process.platform !== 'linux' && 'only Linux has a priority for each thread';
test('where there is too little CPU visits come before large documents', { skip }, async (t) => {
  const page = Array.from({ length: 60_000 }, (_, i) => `<p>a <a href=${i}>`).join('');
  const origin = await rawOrigin(t, (socket) => void socket.write(html(page)));
  await visitsFor(t).visit(`${origin.url}/`);
  const niceOf = (file: string) => {
    const stat = readFileSync(file, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  };
  const own = niceOf(`/proc/self/task/${process.pid}/stat`);
  const all = globSync('/proc/self/task/*/stat').map(niceOf);
  assert.equal(Math.max(...all), Math.max(own, 5));
  assert.ok(own < 5, 'this thread is as it was');
});

for (const [links, policy, followed] of [
  [600_000, {}, 10_000],
  [20_000, { limits: { newLinks: 300 } }, 300],
] satisfies [number, PolicyInput, number][])
  test(`a page of ${links} links leads to ${followed}; the others are counted with it and left out`, async (t) => {
    const page = Array.from({ length: links }, (_, i) => `<a href=${i}>`).join('');
    const origin = await rawOrigin(t, (socket) => void socket.write(html(page)));
    const { visit } = visitsFor(t);
    const { record, discovered } = await visit(`${origin.url}/`, policy);
    assert.deepEqual([record.outcome.kind, record.capture?.bytes], ['fetched', page.length]);
    assert.equal(discovered.length, followed);
    const read = Math.min(page.length, 8 << 20);
    const inPart = page.slice(0, read).split('<a href=').length - 1;
    const { omitted = [], capture } = record;
    const [left] = omitted;
    assert.deepEqual([left?.kind, left?.of, left?.sample], ['links', String(followed), `${origin.url}/`]);
    assert.equal(capture!.links, left!.count + followed);
    assert.ok(Math.abs(capture!.links - inPart) <= 1, `${capture!.links} of ${inPart}`);
    assert.deepEqual(
      omitted.slice(1).map(({ kind, of }) => [kind, of]),
      page.length > read ? [['unread', 'length']] : [],
    );
  });
