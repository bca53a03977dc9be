import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startOrigin, startStack } from '@trunkline/test-support';
import { bodyOf, captures, control, createJob, until } from './job.ts';

const fast = { perSecond: 10_000, concurrency: 32 };

test('a second run asks for every page and is sent only the bodies that changed', async () => {
  const stack = await startStack();
  const origin = await startOrigin({ pages: 400 });
  const job = await createJob(stack, origin.url, fast);
  const first = await until(stack, job, ({ state }) => state === 'DONE');
  const before = new Map((await captures(stack, job)).map((row) => [new URL(row.url).pathname, row]));

  const changed = origin.pages.filter((_, n) => n % 4 === 1);
  assert.equal(changed.length, 100);
  for (const path of changed) origin.change(path);
  const asked = origin.log.length;
  await control(stack, 'Start', job);
  const second = await until(stack, job, ({ state }) => state === 'DONE');

  const again = origin.log.slice(asked).filter(({ path }) => path !== '/robots.txt');
  assert.deepEqual(again.map(({ path }) => path).sort(), [...origin.pages, ...origin.others].sort());
  const sent = again.filter(({ status, path }) => status === 200 && origin.pages.includes(path));
  assert.deepEqual(sent.map(({ path }) => path).sort(), changed.toSorted(), 'only changed pages have a body');
  const texts = origin.others.filter((path) => path.startsWith('/notes/')).length;
  assert.equal(second.counters['notModified'], 300 + texts);
  assert.equal(second.counters['accepted'], first.counters['accepted']);

  const after = await captures(stack, job);
  const differing = after.filter((row) => before.get(new URL(row.url).pathname)!.digest !== row.digest);
  assert.deepEqual(differing.map(({ url }) => new URL(url).pathname).sort(), changed.toSorted());
  for (const path of ['/', '/p/1.html', '/p/2.html']) {
    const row = after.find(({ url }) => new URL(url).pathname === path)!;
    assert.deepEqual(await bodyOf(stack, row), origin.bodyOf(path), path);
  }
  // WARC 1.1 §6.7: what was not kept again names the record that has it, by its id as well as by its URL and date.
  const records = warcHeaders(stack.home);
  const responses = new Map(records.map((header) => [header.get('WARC-Record-ID'), header]));
  assert.equal(responses.size, records.length, 'ids are unique');
  const revisits = records.filter((header) => header.get('WARC-Type') === 'revisit');
  const notModified = revisits.filter((header) =>
    header.get('WARC-Profile')?.endsWith('/server-not-modified'),
  );
  assert.equal(notModified.length, 300 + texts);
  for (const revisit of revisits) {
    const of = responses.get(revisit.get('WARC-Refers-To'));
    assert.deepEqual(
      [
        of?.get('WARC-Type'),
        of?.get('WARC-Target-URI'),
        of?.get('WARC-Date'),
        of?.get('WARC-Payload-Digest'),
      ],
      [
        'response',
        ...['Refers-To-Target-URI', 'Refers-To-Date', 'Payload-Digest'].map((name) =>
          revisit.get(`WARC-${name}`),
        ),
      ],
    );
  }
});

/** The header of every record of an archive, read without any WARC reader. */
function warcHeaders(home: string): Map<string, string>[] {
  return globSync('archive/*/*.warc.gz*', { cwd: home })
    .filter((file) => !file.endsWith('.cdxj'))
    .flatMap((file) => {
      const text = gunzipSync(readFileSync(join(home, file))).toString('latin1');
      return [...text.matchAll(/(?:^|\r\n\r\n)WARC\/1\.1\r\n(.*?)\r\n\r\n/gs)].map(
        ([, header]) =>
          new Map(header!.split('\r\n').map((line) => line.split(/: (.*)/, 2) as [string, string])),
      );
    });
}
