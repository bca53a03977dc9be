import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './judge.ts';
import { START, simulate } from './simulate.ts';
import { urlOf } from './web.ts';

test('the end of a small crawl lies in the range that was told, from half-way on', async () => {
  const hosts = [300, 150, 80].map((pages, i) => ({
    ...{ name: `h${i}.test${i}`, pages, serviceMs: i === 1 ? 2500 : 120, links: 6 },
  }));
  const crawl = {
    name: 'three hosts, one slow',
    web: () => ({ hosts, seeds: hosts.map(({ name }) => urlOf(name, 0)) }),
    policy: { pace: { mode: 'delay', delayMs: 1000 } },
    ...{ workers: 1, slots: 16 },
  } as const;
  const verdict = judge(await simulate(crawl, 11), START);
  assert.ok(verdict.pages > 500, `${verdict.pages}`);
  assert.ok(verdict.hit, `off by ${verdict.off}`);
  assert.ok(verdict.widest < 0.5, `±${verdict.widest}`);
});
