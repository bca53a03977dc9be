import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '@trunkline/test-support';

export type Progress = { state: string; counters: Record<string, number> };
export type CaptureRow = {
  id: string;
  url: string;
  status: number;
  contentType: string | null;
  bodyUrl: string;
  digest: string;
};

const progressFields = `state counters {
  accepted finished waiting delayed inFlight bytes fetched notModified redirected refused throttled failed dead dropped
}`;

/** Creates and starts a job on a loopback site; resolves with the job's id. */
export function createJob(stack: Stack, url: string, pace: Record<string, unknown>): Promise<string> {
  return createJobs(stack, [url], pace);
}

/** The same with many seeds, 1,000 at most, and what else the input may have. */
export async function createJobs(
  stack: Stack,
  seeds: string[],
  pace: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { jobCreate } = await stack.query<{
    jobCreate: { __typename: string; id: string; message?: string };
  }>(
    `mutation ($input: JobCreateInput!) {
      jobCreate(input: $input) { __typename ... on Job { id } ... on UserError { message } }
    }`,
    { input: { seeds, rules: { allowPrivateNetworks: true, pace }, ...more } },
  );
  if (jobCreate.__typename !== 'Job') throw new Error(jobCreate.message);
  return jobCreate.id;
}

/** Starts, pauses, resumes or cancels a job. */
export async function control(
  stack: Stack,
  verb: 'Start' | 'Pause' | 'Resume' | 'Cancel',
  id: string,
): Promise<void> {
  const field = `job${verb}`;
  const data = await stack.query<Record<string, { __typename: string; message?: string }>>(
    `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) {
      ${field}(input: $input) { __typename ... on UserError { message } }
    }`,
    { input: { id } },
  );
  if (data[field]?.__typename !== 'Job') throw new Error(data[field]?.message);
}

/** Changes the pace of a job's policy; resolves when the API has answered. */
export async function changePace(stack: Stack, id: string, pace: Record<string, unknown>): Promise<void> {
  const { job } = await stack.query<{ job: { policy: { id: string } } }>(
    'query ($id: ID!) { job(id: $id) { policy { id } } }',
    { id },
  );
  const { policyUpdate } = await stack.query<{ policyUpdate: { __typename: string; message?: string } }>(
    `mutation ($input: PolicyUpdateInput!) {
      policyUpdate(input: $input) { __typename ... on UserError { message } }
    }`,
    { input: { id: job.policy.id, rules: { pace } } },
  );
  if (policyUpdate.__typename !== 'Policy') throw new Error(policyUpdate.message);
}

export async function progress(stack: Stack, id: string): Promise<Progress> {
  const { job } = await stack.query<{ job: { latestRun: { progress: Progress } } }>(
    `query ($id: ID!) { job(id: $id) { latestRun { progress { ${progressFields} } } } }`,
    { id },
  );
  return job.latestRun.progress;
}

/** Asks until `holds` is true of the job's progress; the tests' own time-out bounds it. */
export async function until(stack: Stack, id: string, holds: (now: Progress) => boolean): Promise<Progress> {
  for (;;) {
    const now = await progress(stack, id);
    if (holds(now)) return now;
    await pause(100);
  }
}

/** Every capture of a job's latest run, walked page by page. */
export async function captures(stack: Stack, id: string): Promise<CaptureRow[]> {
  const rows: CaptureRow[] = [];
  let after: string | null = null;
  do {
    const data: CapturePage = await stack.query<CapturePage>(
      `query ($id: ID!, $after: String) {
        job(id: $id) { latestRun { captures(first: 100, after: $after) {
          nodes { id url status contentType bodyUrl digest } pageInfo { hasNextPage endCursor }
        } } }
      }`,
      { id, after },
    );
    const page = data.job.latestRun.captures;
    rows.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  return rows;
}

type CapturePage = {
  job: {
    latestRun: {
      captures: { nodes: CaptureRow[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    };
  };
};

/** The body of a capture as the API serves it from the archive. */
export async function bodyOf(stack: Stack, row: CaptureRow): Promise<Buffer> {
  const response = await fetch(new URL(row.bodyUrl, stack.url), {
    headers: { authorization: `Bearer ${stack.key}` },
  });
  if (!response.ok) throw new Error(`${row.url}: ${response.status} ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}
