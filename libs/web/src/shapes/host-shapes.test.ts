import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHostShapes, type Trap } from './host-shapes.ts';
import { compileShapes } from './shape.ts';
import { textFeatures } from './text-features.ts';

const HOST = 'a.test';
const word = (n: number) =>
  [...n.toString(26)].map((c) => String.fromCharCode(97 + Number.parseInt(c, 26))).join('');
/** Words that no other page has. */
const own = (n: number) => `<p>all about ${word(n + 1000)} and ${word(n + 9000)}`;

/** Goes through pages, `of(n)` being the path, the text and the links of each; answers what is held, and after how many. */
function watch(count: number, of: (n: number) => [path: string, html: string, ...links: string[]]) {
  const shapes = createHostShapes(HOST);
  const known = new Set<string>();
  for (let n = 0; n < count; n++) {
    const [path, html, ...links] = of(n);
    const fresh = links
      .filter((link) => known.size < known.add(link).size)
      .map((link) => `http://${HOST}${link}`);
    const url = `http://${HOST}${path}`;
    const traps = shapes.seen({ url, text: textFeatures(Buffer.from(html), url), title: null, links: fresh });
    if (traps.length > 0) return { traps, after: n + 1, holds: holds(traps) };
  }
  return null;
}

const holds = (traps: Trap[]) => {
  const covers = compileShapes(traps.map(({ shape }) => shape));
  return (path: string) => covers(HOST, `http://${HOST}${path}`) !== null;
};

test('a calendar without end is held after 97 pages without anything new, with its evidence', () => {
  const found = watch(1000, (n) => [
    `/cal/${n}`,
    `<p>No events in week ${n}`,
    `/cal/${n + 1}`,
    `/cal/day/${n}`,
  ])!;
  assert.ok(found.after >= 97 && found.after <= 180, String(found.after));
  assert.ok(found.holds('/cal/99999') && !found.holds('/calendar') && !found.holds('/'));
  const { evidence } = found.traps[0]!;
  assert.ok(evidence.row.pages >= 80 && evidence.row.fresh === 0 && evidence.mistake < 1e-5);
  assert.deepEqual(evidence.barren.at(-1), `http://a.test/cal/${found.after - 1}`);
  assert.equal(evidence.pair?.length, 2);
});

test('pages of which each says something of its own are never held, however alike', () => {
  assert.equal(
    watch(3000, (n) => [`/item/${n}`, `<p>The same for all of them.${own(n)}`, `/item/${n + 1}`]),
    null,
  );
});

test('three new pages in twenty are enough', () => {
  assert.equal(
    watch(5000, (n) => [`/item/${n}`, `<p>Nothing here${(n * 7) % 20 < 3 ? own(n) : ''}`, `/item/${n + 1}`]),
    null,
  );
});

test('an index that says nothing is good while what it leads to says something', () => {
  const archive = (n: number) =>
    (n % 2 === 0
      ? [`/page/${n / 2}`, '<p>older', `/page/${n / 2 + 1}`, `/post/${n / 2}`]
      : [`/post/${n >> 1}`, own(n)]) as [string, string, ...string[]];
  assert.equal(watch(2000, archive), null);
});

test('two shapes that only lead to each other bring nothing', () => {
  const both = (n: number) => {
    const [kind, other] = n % 2 === 0 ? ['month', 'day'] : ['day', 'month'];
    return [`/${kind}/${n}`, '<p>no events', `/${other}/${n + 1}`, `/${other}/${n + 3}`] as [
      string,
      string,
      ...string[],
    ];
  };
  const found = watch(1000, both)!;
  assert.ok(found.after <= 400);
  assert.ok(found.holds('/month/99999') || found.holds('/day/99999'));
});

test('a trap in a section holds nothing else of the section', () => {
  const section = (n: number) =>
    (n % 2 === 0 || n < 200
      ? [`/docs/${word(n)}.html`, own(n), `/docs/${word(n + 2)}.html`]
      : [`/docs/cal/${n}`, '<p>no events', `/docs/cal/${n + 2}`]) as [string, string, ...string[]];
  const found = watch(3000, section)!;
  assert.ok(found.holds('/docs/cal/77777'));
  assert.ok(!found.holds('/docs/zzz.html') && !found.holds('/docs/new/page.html') && !found.holds('/about'));
});

test('what repeats another section but ends is no trap', () => {
  // A translation that was never made: 300 pages that say what the English ones said, all named by one index.
  const mirror = (n: number) =>
    (n < 300
      ? [`/en/${word(n)}`, own(n)]
      : [
          `/ru/${word(n - 300)}`,
          own(n - 300),
          ...(n === 300 ? Array.from({ length: 300 }, (_, i) => `/ru/${word(i)}`) : []),
        ]) as [string, string, ...string[]];
  assert.equal(watch(600, mirror), null);
});

test('pages that are there but say that they are not are held once it is plain', () => {
  const links = Array.from({ length: 1000 }, (_, i) => `/item/${word(i)}`);
  const found = watch(1000, (n) =>
    n === 0 ? ['/', '<p>map of the site', ...links] : [`/item/${word(n)}`, `<p>Sorry, ${word(n)} is gone`],
  )!;
  assert.ok(found.after <= 200 && found.holds('/item/zz'));
  assert.ok(!found.holds('/items'));
});

test('however many kinds of URLs there are, what is remembered of a host is bounded', () => {
  const shapes = createHostShapes(HOST);
  for (let n = 0; n < 3000; n++) {
    const links = Array.from(
      { length: 20 },
      (_, i) => `http://${HOST}/${word(n * 7)}/${word(i * n)}?${word(n)}=${word(i)}&${word(i + 9)}=1`,
    );
    shapes.seen({ url: links[0]!, text: null, title: null, links });
  }
  assert.ok(shapes.nodes() <= 4096, String(shapes.nodes()));
});
