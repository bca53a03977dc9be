import assert from 'node:assert/strict';
import { test } from 'node:test';
import { furnish } from '../../testing/furnish.ts';
import { firstOf, operations } from '../../testing/operations.ts';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const ids = await furnish(api, { key: api.key, host: 'amber.test', word: 'onyx' });

/** What Postgres and HTTP cannot take, and what is said of it. */
const bad = { NUL: 'a\0b', 'surrogate pair': 'a\ud800b' };

type Refused = { code: string; message: string; path?: string[]; extensions?: { code: string } };

for (const [what, text] of Object.entries(bad))
  test(`${what} in any text that the API takes is refused by name, and is never its own fault`, async () => {
    let seen = 0;
    for (const { name, path, query, variables } of operations(ids, (scalar) =>
      scalar === 'String' || scalar === 'ID' ? [text] : [],
    )) {
      const where = `${name}(${path.join('.')})`;
      const { data, errors } = query.startsWith('subscription')
        ? await firstOf<Record<string, Refused>>(api, query, variables)
        : await api.ask<Record<string, Refused>>(query, variables);
      seen++;
      if (name.startsWith('Mutation.')) {
        assert.equal(errors, undefined, `${where}: ${JSON.stringify(errors)}`);
        const { code, path: said, message } = Object.values(data)[0]!;
        // What is no id at all is told as such.
        assert.deepEqual([code, said], ['BAD_INPUT', path], where);
        assert.ok(message.includes(path.join('.')) && message.includes(what), message);
        continue;
      }
      const [error] = errors ?? [];
      assert.ok(error, `${where} was taken`);
      assert.ok(
        ['BAD_INPUT', 'NOT_FOUND'].includes(error.extensions.code),
        `${where}: ${JSON.stringify(error)}`,
      );
      if (error.extensions.code === 'BAD_INPUT')
        assert.ok(error.message.includes(path.join('.')), error.message);
    }
    assert.ok(seen > 150, `${seen} places`);
  });

test('a text that cannot be kept is refused where it comes in disguise: in an id, a cursor, a parameter of a path', async () => {
  const hidden = (key: string) => Buffer.from(key).toString('base64url');
  for (const id of [`worker_${hidden('.w\0')}`, `host_${hidden('.a\0.test')}`, `capture_${hidden('.1\0')}`]) {
    const { errors } = await api.ask('query($id: ID!) { node(id: $id) { id } }', { id });
    assert.equal(errors?.[0]?.extensions.code, 'NOT_FOUND', id);
  }
  const { errors } = await api.ask('query($after: String) { jobs(after: $after) { nodes { id } } }', {
    after: hidden('x\0'),
  });
  assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT');
  for (const [path, field] of [
    [`/export/${ids['Job']}/pages?after=%00`, 'after'],
    [`/export/${ids['Job']}/captures?format=csv%00`, 'format'],
    [`/captures/${ids['Capture']}/body?x=%00`, 'x'],
  ]) {
    const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.key}` } });
    const { errors: said } = (await response.json()) as { errors: { message: string }[] };
    assert.deepEqual([response.status, said[0]!.message.startsWith(`${field} has a NUL`)], [400, true], path);
  }
});
