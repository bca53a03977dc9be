import { Resolver } from 'node:dns';
import { type FailureCode, LocalFault } from '@trunkline/policy';
import { codeOf, throwIfLocal } from '../../outcome/fault.ts';
import { createHostsFile } from './hosts-file.ts';
import { createNameServers, isNoAnswer } from './name-servers.ts';

/** Addresses of a name, or why there are none. */
export type Resolution =
  | { addresses: readonly string[] }
  | { code: Extract<FailureCode, `DNS_${string}`>; detail: string };

export type ResolverOptions = {
  /** `address` or `address:port`; none: the system's. */
  servers?: readonly string[];
  hostsFile?: string;
  /** One question, and all questions about a name, ms. */
  timeoutMs?: number;
  deadlineMs?: number;
};

/** Bounds of how long an answer is kept, ms, whatever its TTL says; and how long none is. */
const KEEP_LEAST = 30_000;
const KEEP_MOST = 3_600_000;
const KEEP_NOT_FOUND = 60_000;
const KEEP_FAILURE = 10_000;
const MAX_NAMES = 100_000;

type Record4 = { address: string; ttl: number };

/**
 * Resolves names by c-ares, so that a slow server blocks no thread. Answers and failures are kept, several
 * visits to one name ask once. IPv6 is asked for only where a name has no IPv4 address.
 */
export function createResolver(options: ResolverOptions = {}) {
  const { servers = [], timeoutMs = 2000 } = options;
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  const nameServers = createNameServers(servers, timeoutMs);
  const gone = (name: string) =>
    new LocalFault(
      'NAME_SERVERS',
      `${name} was not looked up: none of the name servers answers (${resolver.getServers().join(', ')})`,
    );
  const hosts = createHostsFile(options.hostsFile ?? '/etc/hosts');
  const kept = new Map<string, { resolution: Resolution; until: number }>();
  const asking = new Map<string, Promise<Resolution>>();
  const deadlineMs = options.deadlineMs ?? 8000;

  function ask(name: string, family: 4 | 6): Promise<Record4[]> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, records: Record4[]) => {
        if (!error || !isNoAnswer(error)) nameServers.answered(name);
        if (error) reject(error);
        else resolve(records);
      };
      if (family === 4) resolver.resolve4(name, { ttl: true }, done);
      else resolver.resolve6(name, { ttl: true }, done);
    });
  }

  async function askBoth(name: string): Promise<Found> {
    const local = await hosts.lookup(name).catch((error: unknown) => {
      throwIfLocal(error, 'Reading the hosts file');
      throw error;
    });
    if (local) return { resolution: { addresses: local }, keepMs: 5000 };
    if (nameServers.away()) throw gone(name);
    let records: Record4[];
    try {
      records = await ask(name, 4);
    } catch (error) {
      if (codeOf(error) !== 'ENODATA') return failure(name, error);
      try {
        records = await ask(name, 6);
      } catch (error6) {
        return failure(name, error6);
      }
    }
    const ttl = Math.min(...records.map((record) => record.ttl)) * 1000;
    return {
      resolution: { addresses: records.map((record) => record.address) },
      keepMs: Math.min(Math.max(ttl, KEEP_LEAST), KEEP_MOST),
    };
  }

  async function resolveNow(name: string): Promise<Resolution> {
    let timer: NodeJS.Timeout | undefined;
    const asked = performance.now();
    const tooLate = new Promise<Found>((resolve) => {
      const late = () => resolve(failure(name, Object.assign(new Error(), { code: 'ETIMEOUT' })));
      timer = setTimeout(late, deadlineMs);
    });
    const answer = Promise.race([askBoth(name), tooLate]).finally(() => clearTimeout(timer));
    const { resolution, keepMs, unanswered = false } = await answer;
    if (unanswered && !(await nameServers.answeredSince(asked))) throw gone(name);
    kept.delete(name);
    kept.set(name, { resolution, until: performance.now() + keepMs });
    if (kept.size > MAX_NAMES) kept.delete(kept.keys().next().value!);
    return resolution;
  }

  return {
    /**
     * Addresses of a host name (lower case, ASCII); rejects with a LocalFault only: `NAME_SERVERS` while none of them answers
     * anything, which says nothing of the name.
     */
    resolve(name: string): Resolution | Promise<Resolution> {
      const known = kept.get(name);
      if (known && known.until > performance.now()) return known.resolution;
      let answer = asking.get(name);
      if (!answer) {
        answer = resolveNow(name).finally(() => asking.delete(name));
        asking.set(name, answer);
      }
      return answer;
    },
    away: () => nameServers.away(),
    close(): void {
      nameServers.close();
      resolver.cancel();
    },
  };
}

export type NameResolver = ReturnType<typeof createResolver>;

/** A resolution, and for how long it is believed. `unanswered`: if the name servers answer anything at all. */
type Found = { resolution: Resolution; keepMs: number; unanswered?: boolean };

/** What c-ares says, in our words. */
function failure(name: string, error: unknown): Found {
  const code = codeOf(error);
  if (code === 'ECANCELLED') throw new LocalFault('ABORTED', `The look-up of ${name} was given up`);
  const unanswered = isNoAnswer(error);
  const detail = `${name}: ${code || 'no answer'}`;
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EBADNAME':
      return { resolution: { code: 'DNS_NOT_FOUND', detail }, keepMs: KEEP_NOT_FOUND };
    case 'ETIMEOUT':
      return { resolution: { code: 'DNS_TIMEOUT', detail }, keepMs: KEEP_FAILURE, unanswered };
    default:
      return { resolution: { code: 'DNS_FAILED', detail }, keepMs: KEEP_FAILURE, unanswered };
  }
}
