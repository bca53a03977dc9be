import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@trunkline/database';
import { openRedis } from '@trunkline/redis';
import { type Failure, tellConductor } from '@trunkline/telemetry';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { db } = api.database;

type Answer = {
  conductors: {
    alive: number;
    failuresOfOthers: number;
    failures: { duty: string; item: string; error: string; advice: string; run: object | null }[];
  };
};
const query =
  '{ conductors { alive failuresOfOthers failures { duty item since times error advice run { shortId } } } }';

test('what conductors fail with is told to the project whose it is, with what to do; the rest to operators', async (t) => {
  const redis = openRedis(api.redisUrl, 'commands');
  t.after(() => redis.quit());
  const ask = async (as?: string) => (await api.ask<Answer>(query, {}, as)).data.conductors;
  assert.deepEqual(await ask(), { alive: 0, failuresOfOthers: 0, failures: [] });
  await api.ask('mutation($input: JobCreateInput!) { jobCreate(input: $input) { __typename } }', {
    input: { seeds: ['http://a.test/'] },
  });
  const [run] = await db.select({ id: runs.id }).from(runs);
  const project = (await db.query.projects.findFirst())!.id;
  const failure = (duty: string, projectId: string | null): Failure => ({
    ...{
      duty,
      item: `${duty}?`,
      projectId,
      runId: projectId && run!.id,
      since: 1000,
      times: 3,
      error: `no ${duty}`,
    },
  });
  await tellConductor(redis, 'one', [failure('apply', project), failure('host rules', null)]);
  await tellConductor(redis, 'two', [failure('apply', project), failure('schedule', null)]);
  const own = await ask(await api.keyFor(['jobs:read']));
  assert.deepEqual([own.alive, own.failuresOfOthers, own.failures.length], [2, 2, 1]);
  const { advice, ...told } = own.failures[0]!;
  assert.match(advice, /cancel the job/);
  assert.deepEqual(told, {
    ...{ duty: 'apply', item: 'apply?', since: '1970-01-01T00:00:01.000Z', times: 3, error: 'no apply' },
    run: { shortId: '1' },
  });
  const others = await ask(await api.keyFor(['admin'], 'others'));
  assert.deepEqual([others.failures, others.failuresOfOthers], [[], 3]);
  const operators = await ask(await api.keyFor(['operator', 'jobs:read'], 'operators'));
  assert.deepEqual([operators.failures.length, operators.failures[0]!.run], [3, null]);
});
