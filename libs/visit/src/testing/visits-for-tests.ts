import type { TestContext } from 'node:test';
import type { ArchiveWriter, Exchange } from '@trunkline/archive';
import { type PolicyInput, policySchema, type RobotsVerdict } from '@trunkline/policy';
import { createVisits, type VisitClaim, type VisitConfig, type VisitsOptions } from '../index.ts';

/** An archive in memory that shows what it was given. */
export function memoryArchive() {
  const kept: Exchange[] = [];
  const archive: ArchiveWriter = {
    async append(_run, { large, ...exchange }) {
      const parts: Uint8Array[] = [];
      if (large) for await (const chunk of large.chunks()) parts.push(Uint8Array.from(chunk));
      kept.push({ ...exchange, body: large ? Buffer.concat(parts) : Buffer.from(exchange.body) });
      return { segment: 'memory', offset: kept.length - 1, length: 1 };
    },
    full: () => false,
    close: async () => {},
  };
  return { archive, kept };
}

/** A policy for origins on loopback, with whatever the test is about. */
export function configOf(input: PolicyInput = {}, scope: Partial<VisitConfig['scope']> = {}): VisitConfig {
  const robots = { obey: false, ...input.robots };
  return {
    policy: policySchema.parse({ allowPrivateNetworks: true, ...input, robots }),
    scope: { kind: 'any', of: [], include: [], exclude: [], ...scope },
  };
}

export function claimOf(url: string, more: Partial<VisitClaim> = {}): VisitClaim {
  return { run: 'r1', host: new URL(url).host, url, depth: 0, hops: 0, attempt: 1, ...more };
}

/** Visits with an archive in memory, closed after the test. */
export function visitsFor(t: TestContext, options: Partial<VisitsOptions> = {}) {
  const { archive, kept } = memoryArchive();
  const robots = async (): Promise<RobotsVerdict | null> => ({ state: 'allowAll' });
  const visits = createVisits({ archive, robots, worker: 'test', ...options });
  t.after(() => visits.close());
  const never = new AbortController().signal;
  return {
    visits,
    kept,
    visit: (url: string, input: PolicyInput = {}, more: Partial<VisitClaim> = {}, signal = never) =>
      visits.visit(claimOf(url, more), configOf(input), { at: performance.now(), uncertainMs: 0 }, signal),
    fetchRobots: (url: string, input: PolicyInput = {}, signal = never) =>
      visits.fetchRobots(claimOf(url), configOf(input), { at: performance.now(), uncertainMs: 0 }, signal),
  };
}
