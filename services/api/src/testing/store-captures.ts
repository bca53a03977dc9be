import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { openArchiveWriter } from '@trunkline/archive';
import { captures, createRunPartitions, urlHash, visits } from '@trunkline/database';
import { makeHead } from '@trunkline/web/http';
import type { TestApi } from './test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

/** Stores responses as workers and the recorder do, and returns their captures as the API lists them. */
export async function storeCaptures(
  api: Pick<TestApi, 'ask' | 'database' | 'home'>,
  responses: { url: string; headers: [string, string][]; body: Uint8Array; bytes: number }[],
) {
  const { data } = await api.ask<Result>(
    'mutation { jobCreate(input: { seeds: ["http://mine.test/"] }) { ... on Job { id latestRun { shortId } } } }',
  );
  const run = data.jobCreate.latestRun.shortId;
  const runSerial = Number.parseInt(run, 36);
  await createRunPartitions(api.database.db, runSerial, 1);
  const writer = await openArchiveWriter({ dir: join(api.home, 'archive'), writer: 'test' });
  for (const { url, headers, body, bytes } of responses) {
    const location = await writer.append(run, {
      ...{ url, at: Date.now(), address: '127.0.0.1', request: Buffer.from('GET / HTTP/1.1\r\n\r\n') },
      ...{ head: makeHead(200, headers), body },
    });
    const key = { runSerial, jobSerial: 1, hash: urlHash(url), attempt: 1 };
    await api.database.db.insert(captures).values({
      ...{ ...key, ...location, url, status: 200, bytes, wireBytes: body.length, links: 3 },
      ...{
        capturedAt: new Date(),
        digest: 'sha1:ABC',
        contentType: 'text/html',
        charset: 'utf-8',
        title: 'Grüße',
      },
    });
    await api.database.db.insert(visits).values({
      ...{ ...key, startedAt: new Date(), depth: 2, hops: 0, status: 200, final: true, outcome: 'fetched' },
      ...{ address: '127.0.0.1', worker: 'w1', timings: { dns: [0.5, 1.5], body: [0, 7] } },
    });
  }
  await writer.close();
  const found = await api.ask<Result>(
    `query($id: ID!) { job(id: $id) { captures { totalCount nodes { id url title bytes wireBytes depth worker address bodyUrl
      timings { stage waitMs serviceMs } headers { name value } run { shortId } body(maxBytes: 20) { text base64 bytes complete } } } } }`,
    { id: data.jobCreate.id },
  );
  assert.equal(found.errors, undefined, JSON.stringify(found.errors));
  return { job: data.jobCreate.id as string, nodes: found.data.job.captures.nodes as Result[] };
}
