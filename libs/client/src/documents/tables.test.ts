import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildSchema, parse, validate } from 'graphql';
import { operations } from '../../scripts/operations.ts';
import { changes } from './tables.ts';

const text = readFileSync(new URL('../../../../services/api/schema.graphql', import.meta.url), 'utf8');

test('every mutation of the API has a document that asks for what it answers, a new one too', () => {
  const grown = text.replace(
    /^type Mutation \{$/m,
    'type Mutation {\n  jobsTell(input: JobsBulkInput!): JobsStartResult!',
  );
  assert.notEqual(grown, text);
  const mutations = buildSchema(grown).getMutationType()!.getFields();
  const made = operations(grown).flatMap((one) => /^mutation \w+\(.*?\) \{\s+(\w+)/.exec(one)?.[1] ?? []);
  assert.deepEqual(made.sort(), Object.keys(mutations).sort());
  for (const field of Object.keys(changes)) assert.ok(mutations[field], field);
  const tell = operations(grown).find((one) => one.startsWith('mutation JobsTell('))!;
  assert.match(tell, /^mutation JobsTell\(\$input: JobsBulkInput!\)/);
  assert.match(tell, /\.\.\.BulkRequestedParts\s/);
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
    const problems = validate(schema, parse(one)).filter(
      ({ message }) => !/Unknown fragment|is never used/.test(message),
    );
    assert.deepEqual(problems, [], one);
  }
});

test('a whole asks for what the API adds to its type and to the parts of it, and not for objects of their own', () => {
  const grown = text.replace(/^type Pace \{$/m, 'type Pace {\n  added: Int\n  job: Job');
  assert.notEqual(grown, text);
  const all = operations(grown);
  for (const name of ['PaceParts', 'PolicyParts', 'HostStateParts']) {
    const fragment = all.find((one) => one.startsWith(`fragment ${name} `))!;
    assert.match(fragment, /\badded\b/, name);
    assert.doesNotMatch(fragment, /\bjob\b/, name);
  }
});
