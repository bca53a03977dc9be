import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
type Result = any;

async function call(name: string, input: Record<string, unknown>, conflict = ''): Promise<Result> {
  const schedule =
    name === 'scheduleDelete'
      ? ''
      : '... on Schedule { id cron timeZone overlap enabled nextAt version job { id } }';
  const { data, errors } = await api.ask<Result>(
    `mutation($input: S${name.slice(1)}Input!) { ${name}(input: $input) { __typename
      ${schedule} ... on UserError { code path message } ${conflict} } }`,
    { input },
  );
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data[name];
}

const { data } = await api.ask<Result>(
  'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id } } }',
);
const jobId = data.jobCreate.id as string;

test('a schedule is made, says when it is due, is changed under its version, and deleted', async () => {
  const input = { jobId, cron: '0 3 * * *', timeZone: 'Europe/Berlin', idempotencyKey: 's1' };
  const made = await call('scheduleCreate', input);
  assert.equal((await call('scheduleCreate', input)).id, made.id);
  assert.equal(made.overlap, 'SKIP');
  const berlin = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Berlin', hour: 'numeric', hour12: false });
  assert.equal(Number(berlin.format(new Date(made.nextAt))), 3);

  const off = await call('scheduleUpdate', {
    id: made.id,
    enabled: false,
    overlap: 'WAIT',
    expectedVersion: 1,
  });
  assert.deepEqual([off.enabled, off.nextAt, off.overlap, off.version], [false, null, 'WAIT', 2]);
  const late = await call(
    'scheduleUpdate',
    { id: made.id, enabled: true, expectedVersion: 1 },
    '... on VersionConflictError { current { version } }',
  );
  assert.deepEqual([late.code, late.current.version], ['VERSION_CONFLICT', 2]);

  const list = await api.ask<Result>(
    'query($id: ID!) { schedules(filter: { jobId: $id, enabled: false }) { totalCount nodes { id } } }',
    { id: jobId },
  );
  assert.deepEqual(list.data.schedules, { totalCount: 1, nodes: [{ id: made.id }] });
  assert.equal((await call('scheduleDelete', { id: made.id })).__typename, 'ScheduleDeleted');
  assert.equal((await call('scheduleDelete', { id: made.id })).code, 'NOT_FOUND');
});

test('what no clock can follow is refused with its place', async () => {
  const bad = await call('scheduleCreate', { jobId, cron: 'every day' });
  assert.deepEqual([bad.code, bad.path], ['BAD_INPUT', ['input', 'cron']]);
  const zone = await call('scheduleCreate', { jobId, cron: '@daily', timeZone: 'Mars/Base' });
  assert.deepEqual(zone.path, ['input', 'timeZone']);
  assert.match((await call('scheduleCreate', { jobId, cron: '0 0 31 2 *' })).message, /no time to come/);
});
