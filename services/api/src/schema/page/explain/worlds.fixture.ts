import assert from 'node:assert/strict';
import {
  createRunPartitions,
  type DropRow,
  jobs,
  recordBatch,
  runs,
  urlHash,
  type VisitRow,
} from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { eq } from 'drizzle-orm';
import type { TestApi } from '../../../testing/test-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
export type Result = any;

const fields = `summary given url changes place position attempts until ifEnqueued inScope scopeReason
  job { id } run { id } inFlight { session worker since stage } checks { check passes sentence }
  robots { allowed line lineNumber group digest state sentence readAt }
  holds { kind sentence by reason since until } next { hostAt earliest latest sentence }
  wait { totalMs isOver parts { kind ms isMeasured } }
  visits { attempt outcome status code detail final deadReason timings { stage serviceMs } capture { id } }
  dead { reason sentence attempts } omissions { kind reason isIt count } parents { url kind outcome }
  redirects { url status target setCookies } page { depth } trap { pattern state since pages fresh barren held } policyVersion { version } hostState { decidedBy waiting nextAt holds { kind } }`;

type Given = { inFrontier?: boolean; rules?: object; limits?: object; scope?: object };

/** Makes worlds of one API: each a running job in the frontier with three waiting URLs of one host. */
export const worldsOf =
  (api: TestApi) =>
  async ({ inFrontier = true, rules, limits, scope }: Given = {}) => {
    const host = api.freshHost();
    const { data } = await api.ask<Result>(
      'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { id latestRun { id shortId } } ... on UserError { message } } }',
      {
        input: {
          seeds: [`http://${host}/`],
          scope: { exclude: ['*.zip'], ...scope },
          limits: { maxDepth: 3, ...limits },
          rules: { robots: { obey: false }, ...rules },
        },
      },
    );
    const { id: job, latestRun: run } = data.jobCreate;
    const say = (verb: string, input: object) =>
      api.ask<Result>(
        `mutation($input: ${verb[0]!.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename ... on UserError { message } } }`,
        { input },
      );
    for (const verb of inFrontier ? ['jobPause', 'jobResume'] : []) await say(verb, { id: job });
    const frontier = await openFrontier(api.redisUrl);
    const url = (path: string) => `http://${host}/${path}`;
    if (inFrontier)
      await frontier.enqueue(
        run.shortId,
        ['', 'a', 'b'].map((path) => ({ url: url(path), depth: 0, hops: 0 })),
      );
    const serial = Number.parseInt(run.shortId, 36);
    const { db, pool } = api.database;
    const [row] = await db
      .select({ serial: jobs.serial, projectId: jobs.projectId })
      .from(jobs)
      .innerJoin(runs, eq(jobs.id, runs.jobId))
      .where(eq(runs.serial, serial));
    await createRunPartitions(db, serial, row!.serial);
    const ask = (path: string, more: object = {}, as?: string) =>
      api.ask<Result>(
        `query($job: ID, $url: String!, $run: ID) { explainUrl(job: $job, url: $url, run: $run) { ${fields} } }`,
        { job, url: path.includes(':') ? path : url(path), ...more },
        as,
      );
    const state = async (path: string, more: object = {}) => {
      const { data: found, errors } = await ask(path, more);
      assert.equal(errors, undefined, JSON.stringify(errors));
      return found.explainUrl;
    };
    const visit = (path: string, more: Partial<VisitRow> = {}): VisitRow => ({
      ...{
        run: serial,
        job: row!.serial,
        url: url(path),
        hash: urlHash(url(path)),
        attempt: 1,
        depth: 1,
        hops: 0,
      },
      ...{
        startedAt: 1_795_000_000_000,
        final: true,
        outcome: 'fetched',
        code: null,
        detail: null,
        status: 200,
      },
      ...{ deadReason: null, address: null, worker: 'w', timings: { dns: [0, 1] }, capture: null, ...more },
    });
    const record = (
      visits: VisitRow[],
      found: [path: string, from: string | null][] = [],
      drops: DropRow[] = [],
    ) =>
      recordBatch(pool, {
        ...{ visits, drops, dead: [] },
        discovered: found.map(([path, from]) => ({
          ...{ job: row!.serial, hash: urlHash(url(path)), url: url(path), depth: from === null ? 0 : 1 },
          ...{ discoveredFrom: from === null ? null : urlHash(url(from)), firstSeenAt: 1_795_000_000_000 },
        })),
      });
    const over = (state: 'done' | 'cancelled') =>
      db.update(runs).set({ state }).where(eq(runs.serial, serial));
    return {
      host,
      frontier,
      job,
      run,
      serial,
      url,
      ask,
      state,
      say,
      visit,
      record,
      over,
      projectId: row!.projectId,
      jobSerial: row!.serial,
      db,
    };
  };

export const check = (told: Result, name: string) => told.checks.find((one: Result) => one.check === name);
/** No worker reports here: that is told of every URL that waits. */
export const holdsOf = (told: Result) =>
  told.holds.map(({ kind }: Result) => kind).filter((kind: string) => kind !== 'NO_WORKERS');
