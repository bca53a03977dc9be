import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { startStack, testDatabase } from '@trunkline/test-support';

const JOBS = 3;
const ROUNDS = 24;
const SEEDS = 20;

const server = createServer((_request, response) => response.writeHead(404).end());
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
after(() => {
  server.close();
  server.closeAllConnections();
});

type Result = { __typename: string; message?: string; id?: string; [field: string]: unknown };

test('seeds that are added to running jobs while these are paused, started anew and given other policies: no call is in another one’s way', async () => {
  const { url: DATABASE_URL, deadlocks } = await testDatabase();
  const stack = await startStack({ env: { DATABASE_URL } });
  const refused: string[] = [];
  /** A mutation: what it answers, or null where the state of the run does not allow it. */
  async function change(field: string, input: object, selection = ''): Promise<Result | null> {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const response = await fetch(`${stack.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.key}` },
      body: JSON.stringify({
        query: `mutation($input: ${type}!) { r: ${field}(input: $input) { __typename ${selection} ... on UserError { message } } }`,
        variables: { input },
      }),
    });
    const { data, errors } = (await response.json()) as { data?: { r: Result }; errors?: object[] };
    if (errors) refused.push(`${field}: ${JSON.stringify(errors)}`);
    return data?.r ?? null;
  }

  // They go on for as long as it takes: each host is asked once in many minutes.
  const rules = { allowPrivateNetworks: true, pace: { delayMs: 600_000 } };
  const jobs: { id: string; policy: string }[] = [];
  for (let n = 0; n < JOBS; n++) {
    const made = await change(
      'jobCreate',
      { seeds: [`http://127.0.0.1:${port}/${n}`], rules, scope: { kind: 'ANY' } },
      '... on Job { id policy { id } }',
    );
    assert.equal(made?.__typename, 'Job', JSON.stringify(made));
    jobs.push({ id: made!.id!, policy: (made as unknown as { policy: { id: string } }).policy.id });
  }
  const url = (job: number, round: number, n: number) => `http://127.0.0.1:${port}/${job}/${round}/${n}`;
  const round = (at: number) =>
    jobs.flatMap(({ id, policy }, job) => [
      ...[0, 1, 2].map(async (part) => {
        const seeds = Array.from({ length: SEEDS }, (_, n) => url(job, at, part * SEEDS + n));
        const added = await change('jobAddSeeds', { id, seeds }, '... on SeedsAdded { added }');
        assert.equal(added?.['added'], SEEDS, JSON.stringify(added));
      }),
      change(at % 2 === 0 ? 'jobPause' : 'jobResume', { id }),
      change('policyUpdate', { id: policy, rules: { pace: { delayMs: 600_000 + at } } }),
      change('policyUpdate', { id: policy, name: `policy ${job} ${at}` }),
      change('jobUpdate', { id, weight: 1 + (at % 5) }),
      change('jobUpdate', { id, policyId: jobs[(job + at) % JOBS]!.policy }),
      change('projectUpdate', { maxConcurrency: 50 + at }),
      // The ledger of the run before enters the next one under its hold.
      ...(at % 4 === 3 ? [change('jobCancel', { id }).then(() => change('jobStart', { id }))] : []),
    ]);
  for (let at = 0; at < ROUNDS; at++) await Promise.all(round(at));
  assert.deepEqual(refused, []);
  // Not for being tried again: rows are locked in one order.
  await stack.interrupt();
  assert.equal(await deadlocks(), 0);
});
