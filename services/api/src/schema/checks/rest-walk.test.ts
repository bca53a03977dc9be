import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ways } from '../../http/router.ts';
import { exportKinds } from '../../stores/export/export-store.ts';
import { furnish } from '../../testing/furnish.ts';
import { storeCaptures } from '../../testing/store-captures.ts';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const stranger = await api.keyFor(['admin', 'operator'], 'strangers');
const MARK = 'onyx';
const mine = await furnish(api, { key: api.key, host: 'amber.test', word: MARK });
await furnish(api, { key: stranger, host: 'plain.test', word: 'plain' });
const body = Buffer.from(`${MARK} in a body`);
const stored = { url: 'http://mine.test/page', headers: [], body, bytes: body.length };
const capture = (await storeCaptures(api, [stored])).nodes[0].id as string;

/** Ids that the paths of each way take, of this project: a way that is added must say its own. */
const asked: Record<string, string[]> = {
  downloads: [`/captures/${capture}/body`, `/captures/${capture}/body?cursor=x`],
  exports: [mine.Job, mine.Run].flatMap((id) =>
    exportKinds.flatMap((kind) => [`/export/${id}/${kind}`, `/export/${id}/${kind}?format=csv`]),
  ),
  uploads: [`/jobs/${mine.Job}/seeds`],
};

const seeds = () => api.database.db.query.jobSeeds.findMany();

async function send(path: string, method: string, key: string) {
  const sent = method === 'POST' ? { body: '"http://amber.test/added"\n' } : {};
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
  const response = await fetch(`${api.url}${path}`, { method, headers, ...sent });
  return {
    status: response.status,
    text: await response.text(),
    headers: JSON.stringify([...response.headers]),
  };
}

test('by every path beside GraphQL the project itself is served, and the key of another finds, tells and changes nothing', async () => {
  for (const { path, methods, room } of ways) {
    const paths = asked[room]!;
    assert.ok(paths.length > 0 && paths.every((one) => path.test(one.split('?')[0]!)), `ids for ${path}`);
    for (const one of paths)
      for (const method of methods) {
        const before = await seeds();
        const theirs = await send(one, method, stranger);
        assert.equal(theirs.status, 404, `${method} ${one}: ${theirs.text}`);
        const said = `${theirs.text} ${theirs.headers}`.replaceAll(one.split('/')[2]!, '');
        assert.ok(!said.includes(MARK) && !said.includes('amber'), said);
        assert.deepEqual(await seeds(), before);
        const own = await send(one, method, api.key);
        assert.equal(own.status, 200, `${method} ${one}: ${own.text}`);
      }
  }
  assert.ok((await send(`/captures/${capture}/body`, 'GET', api.key)).text.includes(MARK));
});
