import { publicId } from '@trunkline/database';
import type { bigLedger } from './big-ledger.ts';
import { knownUrl } from './big-ledger.ts';

type Asked = {
  document: string;
  /** Of the n-th request. */
  variables: (n: number) => Record<string, unknown>;
  /** Whether the answer is one. */
  check: (data: never) => boolean;
};

/** What the dashboard asks for as long as it is open, and the CLI's commonest commands. */
export const mostUsed = ['overview', 'job', 'latestCaptures', 'capturesFromAnywhere', 'page'];

const counters = '{ accepted finished waiting delayed inFlight dead fetched failed bytes }';
const captureParts = 'id url status contentType bytes title capturedAt worker';

type Nodes = { nodes: unknown[] };

/** Queries by name; places in them change with the number of the request, in an order that is the same each time. */
export function asked(ledger: Awaited<ReturnType<typeof bigLedger>>): Record<string, Asked> {
  const { rows, run, job } = ledger;
  const [jobId, runId] = [publicId('job', job.id), publicId('run', run.id)];
  const any = (n: number) => 1 + ((n * 7_919_317) % rows);
  const cursor = (key: string) => Buffer.from(key).toString('base64url');
  const capture = (n: number) => `${run.serial.toString(36)}.${any(n).toString(36)}`;
  const hash = (n: number) => BigInt.asIntN(64, BigInt(n + 1) * 0x9e3779b97f4a7c15n).toString();
  const captures = `query($run: ID!, $last: Int, $first: Int, $after: String, $filter: CaptureFilter) {
    run(id: $run) { captures(first: $first, last: $last, after: $after, filter: $filter) {
      nodes { ${captureParts} } pageInfo { hasNextPage endCursor } } } }`;
  const some = ({ run: found }: { run: { captures: Nodes } }) => found.captures.nodes.length > 0;
  const below = (n: number) => ({ run: runId, first: 20, after: cursor(capture(n)) });
  return {
    overview: {
      document: `{ jobs(first: 50) { nodes { id name state createdAt
        latestRun { id state progress { pagesPerSecond counters ${counters} } } } pageInfo { hasNextPage } }
        workers(first: 20) { nodes { id name state inFlight pagesPerSecond } } }`,
      variables: () => ({}),
      check: ({ jobs }: { jobs: Nodes }) => jobs.nodes.length === 50,
    },
    job: {
      document: `query($id: ID!) { job(id: $id) { id name state seedCount seeds(first: 3) { nodes { url } } policy { id version }
        latestRun { id state progress { pagesPerSecond counters ${counters} stages { stage done wait { p95Ms } service { p95Ms } } } } } }`,
      variables: () => ({ id: jobId }),
      check: ({ job: found }: { job: { latestRun: unknown } }) => found.latestRun !== null,
    },
    latestCaptures: {
      document: captures,
      variables: () => ({ run: runId, last: 20 }),
      check: some,
    },
    capturesFromAnywhere: {
      document: `query($id: ID!, $after: String) { job(id: $id) { captures(first: 20, after: $after) {
        nodes { ${captureParts} } pageInfo { hasNextPage endCursor } } } }`,
      variables: (n) => ({ id: jobId, after: cursor(capture(n)) }),
      check: ({ job: found }: { job: { captures: Nodes } }) => found.captures.nodes.length > 0,
    },
    page: {
      document: `query($job: ID!, $url: String!) { page(job: $job, url: $url) { url lastStatus title dueAt
        capture { ${captureParts} } changes(first: 5) { nodes { changed } } } }`,
      variables: () => ({ job: jobId, url: knownUrl }),
      check: ({ page }: { page: { capture: unknown } }) => page.capture !== null,
    },
    pages: {
      document: `query($id: ID!, $after: String) { job(id: $id) { pages(first: 20, after: $after) { nodes { id url lastStatus title discoveredFrom } } } }`,
      variables: (n) => ({ id: jobId, after: cursor(hash(n)) }),
      check: ({ job: found }: { job: { pages: Nodes } }) => found.pages !== null,
    },
    capture: {
      document: `query($id: ID!) { capture(id: $id) { ${captureParts} timings { stage serviceMs } } }`,
      variables: (n) => ({ id: publicId('capture', capture(n)) }),
      check: ({ capture: found }: { capture: unknown }) => found !== null,
    },
    capturesByStatus: {
      document: captures,
      variables: (n) => ({ ...below(n), filter: { status: [404] } }),
      check: ({ run: found }: { run: unknown }) => found !== null,
    },
    capturesByType: {
      document: captures,
      variables: (n) => ({ ...below(n), filter: { contentType: 'application/pdf' } }),
      check: ({ run: found }: { run: unknown }) => found !== null,
    },
    capturesByUrl: {
      document: captures,
      variables: () => ({ run: runId, first: 20, filter: { url: knownUrl } }),
      check: some,
    },
    hosts: {
      document: 'query($id: ID!) { job(id: $id) { hosts(first: 20) { nodes { host } } } }',
      variables: () => ({ id: jobId }),
      check: ({ job: found }: { job: { hosts: Nodes } }) => found.hosts.nodes.length === 20,
    },
    dead: {
      document:
        'query($run: ID!) { run(id: $run) { dead(first: 20) { nodes { url reason code attempts at } } } }',
      variables: () => ({ run: runId }),
      check: ({ run: found }: { run: { dead: Nodes } }) => found.dead.nodes.length > 0,
    },
    deadReasons: {
      document: 'query($run: ID!) { run(id: $run) { deadReasons { reason count } } }',
      variables: () => ({ run: runId }),
      check: ({ run: found }: { run: { deadReasons: unknown[] } }) => found.deadReasons.length > 0,
    },
  };
}
