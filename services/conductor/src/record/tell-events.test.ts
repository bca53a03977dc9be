import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutcomeEntry } from '@trunkline/frontier';
import type { RunEvent } from '@trunkline/telemetry';
import { piecesOf } from './pieces.ts';
import { createTellEvents } from './tell-events.ts';

const settled = (run: string, ...urls: string[]): OutcomeEntry => ({
  id: '0:1-0',
  run,
  kind: 'settled',
  records: urls.map((url) =>
    JSON.stringify({
      ...{ url, depth: 1, hops: 0, attempt: 1, startedAt: 1, address: null, worker: 'w', timings: {} },
      ...{
        final: false,
        outcome: { kind: 'failed', code: 'RESET', detail: 'x'.repeat(5000) },
        capture: null,
      },
    }),
  ),
});
const discovered = (run: string, ...urls: string[]): OutcomeEntry => ({
  ...{ id: '0:2-0', run, kind: 'discovered' },
  urls: urls.map((url) => ({ url, depth: 1, hops: 0, sitemap: 0, parent: 'http://p/' })),
});

function listen() {
  let time = 0;
  const heard: [string, RunEvent][] = [];
  const record = async (run: string, events: readonly RunEvent[]) => {
    heard.push(...events.map((event) => [run, event] as [string, RunEvent]));
    return true;
  };
  const tell = createTellEvents({ record }, () => time);
  const keys = () => ({ run: 1, job: 1 });
  return {
    heard,
    pass: (ms: number) => (time += ms),
    tell: (...entries: OutcomeEntry[]) => tell(entries, piecesOf(entries, keys)),
  };
}

test('of the troubles of a run five a second are told, with how many were left out', () => {
  const { heard, pass, tell } = listen();
  tell(settled('a', ...Array.from({ length: 100 }, (_, i) => `http://h/${i}`)));
  assert.equal(heard.length, 5);
  pass(200);
  tell(settled('a', 'http://h/next'));
  const [run, last] = heard.at(-1)!;
  assert.equal(run, 'a');
  assert.ok(last.kind === 'trouble');
  assert.deepEqual(
    [last.url, last.outcome, last.code, last.detail?.length, last.final, last.unseen],
    ['http://h/next', 'failed', 'RESET', 300, false, 95],
  );
});

test('of what is new the first link of a page stands for all, two a second; a noisy run takes nothing from a quiet one', () => {
  const { heard, tell } = listen();
  for (let i = 0; i < 10; i++) tell(discovered('a', `http://h/${i}/a`, `http://h/${i}/b`));
  tell(discovered('b', 'http://q/1'));
  assert.deepEqual(
    heard.map(([run, event]) => [run, event.kind === 'discovery' && [event.url, event.from, event.unseen]]),
    [
      ['a', ['http://h/0/a', 'http://p/', 0]],
      ['a', ['http://h/1/a', 'http://p/', 1]],
      ['b', ['http://q/1', 'http://p/', 0]],
    ],
  );
});
