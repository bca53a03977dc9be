import { Resolver } from 'node:dns';
import type { FailureCode } from '@trunkline/policy';
import { codeOf, throwIfLocal } from '../outcome/fault.ts';
import { createHostsFile } from './hosts-file.ts';

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
  const resolver = new Resolver({ timeout: options.timeoutMs ?? 2000, tries: 2 });
  if (options.servers && options.servers.length > 0) resolver.setServers([...options.servers]);
  const hosts = createHostsFile(options.hostsFile ?? '/etc/hosts');
  const kept = new Map<string, { resolution: Resolution; until: number }>();
  const asking = new Map<string, Promise<Resolution>>();
  const deadlineMs = options.deadlineMs ?? 8000;

  function ask(name: string, family: 4 | 6): Promise<Record4[]> {
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, records: Record4[]) => (error ? reject(error) : resolve(records));
      if (family === 4) resolver.resolve4(name, { ttl: true }, done);
      else resolver.resolve6(name, { ttl: true }, done);
    });
  }

  async function askBoth(name: string): Promise<{ resolution: Resolution; keepMs: number }> {
    const local = await hosts.lookup(name).catch((error: unknown) => {
      throwIfLocal(error, 'Reading the hosts file');
      throw error;
    });
    if (local) return { resolution: { addresses: local }, keepMs: 5000 };
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
    const tooLate = new Promise<{ resolution: Resolution; keepMs: number }>((resolve) => {
      const late = () => resolve(failure(name, Object.assign(new Error(), { code: 'ETIMEOUT' })));
      timer = setTimeout(late, deadlineMs);
    });
    const { resolution, keepMs } = await Promise.race([askBoth(name), tooLate]);
    clearTimeout(timer);
    kept.delete(name);
    kept.set(name, { resolution, until: performance.now() + keepMs });
    if (kept.size > MAX_NAMES) kept.delete(kept.keys().next().value!);
    return resolution;
  }

  return {
    /** Addresses of a host name (lower case, ASCII); never rejects for what the web or DNS does. */
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
    close: () => resolver.cancel(),
  };
}

export type NameResolver = ReturnType<typeof createResolver>;

/** What c-ares says, in our words, and for how long it is believed. */
function failure(name: string, error: unknown): { resolution: Resolution; keepMs: number } {
  const code = codeOf(error);
  const detail = `${name}: ${code || 'no answer'}`;
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EBADNAME':
      return { resolution: { code: 'DNS_NOT_FOUND', detail }, keepMs: KEEP_NOT_FOUND };
    case 'ETIMEOUT':
      return { resolution: { code: 'DNS_TIMEOUT', detail }, keepMs: KEEP_FAILURE };
    default:
      return { resolution: { code: 'DNS_FAILED', detail }, keepMs: KEEP_FAILURE };
  }
}
