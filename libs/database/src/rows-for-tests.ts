import { testDatabase } from '@trunkline/test-support';
import {
  createRunPartitions,
  type Database,
  jobs,
  migrate,
  openDatabase,
  policies,
  projects,
  type RunKeys,
  runs,
  urlHash,
  type VisitRow,
} from './index.ts';

/** A migrated database for tests of what the recorder commits. */
export async function recordingWorld() {
  const { url } = await testDatabase({ migrated: true });
  await migrate(url);
  const open = openDatabase(url);
  return { open, close: () => open.close() };
}

let names = 0;

/** A running run of a job, of a new one unless one is given, with its partitions. */
export async function freshRun(db: Database, of?: { jobId: string; job: number; run: number }) {
  const { jobId, job } = of ?? (await freshJob(db));
  const [run] = await db.insert(runs).values({ jobId, policyVersion: 1, state: 'running' }).returning();
  await createRunPartitions(db, run!.serial, job);
  return { run: run!.serial, job, jobId };
}

async function freshJob(db: Database) {
  const name = `p${++names}`;
  const [project] = await db.insert(projects).values({ name }).returning();
  const projectId = project!.id;
  const [policy] = await db.insert(policies).values({ projectId, name: 'polite', rules: {} }).returning();
  const [job] = await db
    .insert(jobs)
    .values({ projectId, name, scope: {}, policyId: policy!.id })
    .returning();
  return { jobId: job!.id, job: job!.serial };
}

/** A page that was fetched, unless `more` says otherwise. */
export function visitRow(
  { run, job, recrawl }: RunKeys,
  url: string,
  more: Partial<VisitRow> = {},
): VisitRow {
  return {
    run,
    job,
    ...(recrawl && { recrawl }),
    hash: urlHash(url),
    url,
    attempt: 1,
    depth: 1,
    hops: 0,
    startedAt: 1_795_000_000_000,
    final: true,
    status: 200,
    outcome: 'fetched',
    code: null,
    detail: null,
    deadReason: null,
    address: '192.0.2.1',
    worker: 'w1',
    timings: { dns: [0, 1.5] },
    capture: {
      capturedAt: 1_795_000_000_100,
      status: 200,
      bytes: 10,
      wireBytes: 5,
      links: 2,
      digest: 'sha1:A',
      segment: 'r/s.warc.gz',
      offset: 0,
      length: 100,
      contentType: 'text/html',
      charset: null,
      title: 'T {"a", \\ b}',
      language: null,
      etag: null,
      lastModified: null,
      truncated: null,
      refersToRun: null,
      refersTo: null,
    },
    ...more,
  };
}
