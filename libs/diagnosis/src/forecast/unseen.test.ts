import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unseenOf } from './unseen.ts';

/** A site of `pages`, whose pages each link to `links` others, drawn at random: what is known after `finished` of them. */
const grown = (pages: number, links: number, finished: number) =>
  Array.from({ length: 60 }, (_, i) => {
    const n = Math.round((finished * (i + 1)) / 60);
    return {
      workMs: n * 100,
      finished: n,
      accepted: Math.round(pages * (1 - Math.exp((-links * n) / pages))),
    };
  });

test('of a site with links at random what is unseen is told within a few per cent of the site, well before its end', () => {
  for (const links of [2, 3, 8]) {
    const seen = grown(10_000, links, 3000);
    const { accepted, finished } = seen.at(-1)!;
    // What is finished in the end is a fixed point of the growth.
    let all = 9999;
    for (let n = 0; n < 200; n++) all = 10_000 * (1 - Math.exp((-links * all) / 10_000));
    const { least, likely, most } = unseenOf(seen, accepted - finished);
    assert.ok(Math.abs(accepted + likely - all) < 300, `${links}: ${accepted + likely} of ${all}`);
    assert.ok(least <= likely && likely <= most);
  }
});

test('a site each page of which brings a new one has no end in sight', () => {
  const chain = Array.from({ length: 60 }, (_, i) => ({
    ...{ workMs: i, finished: (i + 1) * 50 },
    accepted: (i + 1) * 50 + 3,
  }));
  assert.equal(unseenOf(chain, 3).most, Number.POSITIVE_INFINITY);
});

test('nothing is unseen where no page brings anything new', () => {
  const list = Array.from({ length: 20 }, (_, i) => ({
    ...{ workMs: i * 1000, finished: (i + 1) * 50, accepted: 5000 },
  }));
  const { likely, most } = unseenOf(list, 4000);
  assert.equal(likely, 0);
  assert.ok(most < 80, `${most}`);
});

test('of the first few pages nothing can be told', () => {
  assert.equal(unseenOf([{ workMs: 5000, finished: 5, accepted: 100 }], 95).likely, Number.POSITIVE_INFINITY);
});

test('what remains is told of what goes on, not of the many pages that were done soon', () => {
  // Forty hosts of 60 pages end in the first minute; one of 700 goes on at a page each 4 s, with links at random.
  const [many, pages, links] = [2400, 700, 8];
  const seen = Array.from({ length: 100 }, (_, i) => {
    const workMs = (i + 1) * 14_000;
    const [own, others] = [workMs / 4000, Math.min(many, workMs / 25)];
    const found =
      pages * (1 - Math.exp((-links * own) / pages)) + many * (1 - Math.exp((-links * others) / many));
    return { workMs, finished: Math.round(own + others), accepted: Math.round(found) };
  });
  const { accepted, finished } = seen.at(-1)!;
  const { likely } = unseenOf(seen, accepted - finished, seen.slice(-20));
  const left = pages * Math.exp((-links * 350) / pages);
  assert.ok(Math.abs(likely - left) < 10, `${likely}, not ${left}`);
});
