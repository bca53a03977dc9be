import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildSchema, parse, validate } from 'graphql';
import { operations } from '../../scripts/operations.ts';
import { changes } from './changes-and-lists.ts';

const text = readFileSync(new URL('../../../../services/api/schema.graphql', import.meta.url), 'utf8');

test('every mutation of the API has a document, and no other', () => {
  const mutations = buildSchema(text).getMutationType()!.getFields();
  assert.deepEqual(Object.keys(changes).sort(), Object.keys(mutations).sort());
});

test('operations of the tables declare every variable with the type of the argument it is given to', () => {
  const all = operations(text);
  const schema = buildSchema(text);
  assert.match(all.find((one) => one.includes('JobPause'))!, /^mutation JobPause\(\$input: JobPauseInput!\)/);
  assert.match(
    all.find((one) => one.includes('CapturesOfRun'))!,
    /^query CapturesOfRun\(\$id: ID!, \$first: Int!, \$after: String, \$filter: CaptureFilter\)/,
  );
  for (const one of all) {
    const problems = validate(schema, parse(one)).filter(({ message }) => !/Unknown fragment/.test(message));
    assert.deepEqual(problems, [], one);
  }
});
