import { defineRelations } from 'drizzle-orm';
import * as tables from './tables.ts';

const {
  projects,
  apiKeys,
  policies,
  policyVersions,
  jobs,
  jobSeeds,
  runs,
  holds,
  origins,
  pages,
  pageStates,
  pageChanges,
  visits,
  captures,
  drops,
  deadEntries,
  settings,
  idempotencyKeys,
} = tables;

/** Which rows belong together, for relational queries. */
export const relations = defineRelations(
  {
    projects,
    apiKeys,
    policies,
    policyVersions,
    jobs,
    jobSeeds,
    runs,
    holds,
    origins,
    pages,
    pageStates,
    pageChanges,
    visits,
    captures,
    drops,
    deadEntries,
    settings,
    idempotencyKeys,
  },
  (r) => ({
    projects: { jobs: r.many.jobs(), policies: r.many.policies(), apiKeys: r.many.apiKeys() },
    apiKeys: {
      project: r.one.projects({ from: r.apiKeys.projectId, to: r.projects.id, optional: false }),
    },
    policies: {
      project: r.one.projects({ from: r.policies.projectId, to: r.projects.id, optional: false }),
      versions: r.many.policyVersions(),
      jobs: r.many.jobs(),
    },
    policyVersions: {
      policy: r.one.policies({ from: r.policyVersions.policyId, to: r.policies.id, optional: false }),
    },
    jobs: {
      project: r.one.projects({ from: r.jobs.projectId, to: r.projects.id, optional: false }),
      policy: r.one.policies({ from: r.jobs.policyId, to: r.policies.id, optional: false }),
      seeds: r.many.jobSeeds(),
      runs: r.many.runs(),
      pages: r.many.pages(),
    },
    jobSeeds: { job: r.one.jobs({ from: r.jobSeeds.jobId, to: r.jobs.id, optional: false }) },
    runs: {
      job: r.one.jobs({ from: r.runs.jobId, to: r.jobs.id, optional: false }),
      holds: r.many.holds(),
      visits: r.many.visits(),
      captures: r.many.captures(),
      drops: r.many.drops(),
    },
    holds: { run: r.one.runs({ from: r.holds.runId, to: r.runs.id, optional: false }) },
    drops: { run: r.one.runs({ from: r.drops.runSerial, to: r.runs.serial, optional: false }) },
    pages: {
      job: r.one.jobs({ from: r.pages.jobSerial, to: r.jobs.serial, optional: false }),
      origin: r.one.origins({ from: r.pages.originId, to: r.origins.id, optional: false }),
      state: r.one.pageStates({
        from: [r.pages.jobSerial, r.pages.hash],
        to: [r.pageStates.jobSerial, r.pageStates.hash],
      }),
      changes: r.many.pageChanges({
        from: [r.pages.jobSerial, r.pages.hash],
        to: [r.pageChanges.jobSerial, r.pageChanges.hash],
      }),
    },
    visits: {
      run: r.one.runs({ from: r.visits.runSerial, to: r.runs.serial, optional: false }),
      page: r.one.pages({
        from: [r.visits.jobSerial, r.visits.hash],
        to: [r.pages.jobSerial, r.pages.hash],
        optional: false,
      }),
      capture: r.one.captures({
        from: [r.visits.runSerial, r.visits.hash, r.visits.attempt],
        to: [r.captures.runSerial, r.captures.hash, r.captures.attempt],
      }),
    },
    captures: {
      run: r.one.runs({ from: r.captures.runSerial, to: r.runs.serial, optional: false }),
      page: r.one.pages({
        from: [r.captures.jobSerial, r.captures.hash],
        to: [r.pages.jobSerial, r.pages.hash],
        optional: false,
      }),
      visit: r.one.visits({
        from: [r.captures.runSerial, r.captures.hash, r.captures.attempt],
        to: [r.visits.runSerial, r.visits.hash, r.visits.attempt],
        optional: false,
      }),
    },
  }),
);
