import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArchiveWriter } from '@trunkline/archive';
import { html, rawOrigin } from '../../testing/raw-origin.ts';
import { memoryArchive, visitsFor } from '../../testing/visits-for-tests.ts';

/** An archive that takes nothing until it is opened, and counts what was brought to it. */
function shutArchive() {
  const { archive: inner, kept } = memoryArchive();
  const gate = Promise.withResolvers<void>();
  const brought: string[] = [];
  const archive: ArchiveWriter = {
    ...inner,
    async append(run, exchange) {
      brought.push(exchange.url);
      await gate.promise;
      return inner.append(run, exchange);
    },
  };
  return { archive, kept, brought, open: () => gate.resolve() };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const bodies = { large: 12 << 20, middle: 500 << 10, small: 2000 } as const;

test('bodies that are read and stored take so many bytes together and no more; small pages do not wait for large ones', {
  timeout: 60_000,
}, async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    const kind = path.split('/')[1] as keyof typeof bodies;
    socket.write(html('x'.repeat(bodies[kind])));
  });
  const { archive, kept, brought, open } = shutArchive();
  const { visits, visit } = visitsFor(t, { archive });
  const ask = (kind: keyof typeof bodies, count: number) =>
    Array.from({ length: count }, (_, i) => visit(`${origin.url}/${kind}/${i}`));
  const of = (kind: string) => brought.filter((url) => url.includes(`/${kind}/`)).length;
  const waiting = () => visits.underway().filter(({ stage }) => stage === 'extract').length;

  const all = [...ask('large', 12)];
  await until(() => of('large') >= 5 && waiting() + of('large') === 12);
  assert.equal(of('large'), 5, '12 MiB each');
  all.push(...ask('middle', 30));
  await until(() => of('middle') >= 16 && waiting() + brought.length === 42);
  assert.equal(of('middle'), 16, '500 KiB each');
  const { memory, extract } = visits.clock.report();
  assert.deepEqual([memory!.waiting, extract!.waiting], [21, 0], 'the wait has a clock of its own');
  open();
  await Promise.all(all);
  assert.equal(kept.length, 42, 'all of them had their turn');
});

test('a small page is stored while large ones wait', { timeout: 60_000 }, async (t) => {
  const origin = await rawOrigin(t, (socket, path) => {
    const kind = path.split('/')[1] as keyof typeof bodies;
    socket.write(html('x'.repeat(bodies[kind])));
  });
  const { archive, brought, open } = shutArchive();
  const { visits, visit } = visitsFor(t, { archive });
  const all = Array.from({ length: 8 }, (_, i) => visit(`${origin.url}/large/${i}`));
  await until(() => visits.underway().some(({ stage }) => stage === 'extract') && brought.length === 5);
  all.push(visit(`${origin.url}/small/0`));
  await until(() => brought.some((url) => url.endsWith('/small/0')));
  open();
  await Promise.all(all);
});

test('who waits for room and is given up gives its place to the next', { timeout: 60_000 }, async (t) => {
  const origin = await rawOrigin(t, (socket) => void socket.write(html('x'.repeat(bodies.large))));
  const { archive, brought, open } = shutArchive();
  const { visits, visit } = visitsFor(t, { archive });
  const stop = new AbortController();
  const all = Array.from({ length: 5 }, (_, i) => visit(`${origin.url}/${i}`));
  await until(() => brought.length === 5);
  const given = visit(`${origin.url}/given-up`, {}, {}, stop.signal);
  await until(() => visits.underway().filter(({ stage }) => stage === 'extract').length === 1);
  all.push(visit(`${origin.url}/next`));
  await until(() => visits.underway().filter(({ stage }) => stage === 'extract').length === 2);
  stop.abort();
  open();
  await assert.rejects(given, { code: 'ABORTED' });
  assert.equal((await Promise.all(all)).length, 6);
});
