import { isIP } from 'node:net';
import type { NewUrl, RunConfig } from '@trunkline/frontier';
import { defaultPace, type Pace, type Policy, policySchema } from '@trunkline/policy';
import { isPublicAddress } from '@trunkline/web/address';
import { GlobError, hostKey, hostName, type Scope, SeedError, scopeOf } from '@trunkline/web/url';
import { exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { paceFrom } from '../../shell/options.ts';
import { canonical } from '../web-url.ts';
import type { CrawlOptions } from './options.ts';

/** What a crawl is to do, and with what. */
export type Plan = {
  seeds: NewUrl[];
  config: RunConfig;
  slots: number;
  maxUrls: number;
  giveUpMs: number;
};

/** Attempts in a row of a host, besides the time, before it is given up. */
const GIVE_UP_AFTER = 3;

/** @throws {CliError} naming what of the command line cannot be */
export function planOf(urls: readonly string[], options: CrawlOptions): Plan {
  const pages = urls.map((url) => canonical(url, 'seed'));
  const sitemaps = (options.sitemap ?? []).map((url) => canonical(url, '--sitemap'));
  const starts = [...pages, ...sitemaps];
  if (starts.length === 0)
    throw usageError(
      'Where to start? Name at least one URL.',
      'For example: trunkline crawl https://example.com/',
    );
  const ids = { projectId: 'local', jobId: 'local', runId: 'crawl' };
  return {
    seeds: [
      ...pages.map((url) => ({ url, depth: 0, hops: 0 })),
      ...sitemaps.map((url) => ({ url, depth: 0, hops: 0, sitemap: 1 })),
    ],
    config: {
      ...ids,
      scope: scopeFrom(starts, options),
      policy: policyFrom(starts, options),
      maxPages: options.maxPages ?? null,
      maxDepth: options.maxDepth ?? null,
    },
    slots: Math.min(options.slots ?? 256, 2048),
    maxUrls: options.maxUrls ?? 2_000_000,
    giveUpMs: options.giveUp ?? 5000,
  };
}

function scopeFrom(starts: readonly string[], options: CrawlOptions): Scope {
  const { scope = 'host', include = [], exclude = [], followSeedRedirects = true } = options;
  try {
    return { ...scopeOf(scope, starts, include, exclude), followSeedRedirects };
  } catch (error) {
    if (error instanceof GlobError || error instanceof SeedError)
      throw new CliError(exitCodes.usage, 'BAD_SCOPE', `${error.message}.`);
    throw error;
  }
}

function policyFrom(starts: readonly string[], options: CrawlOptions): Policy {
  const { allowPrivateNetworks = false, userAgent, contact, timeout, retries = 3 } = options;
  const { sitemaps = false, obeyNofollow = false, obeyNoindex = false } = options;
  const input = {
    pace: paceOf(options) ?? defaultPace(starts.map(hostKey), allowPrivateNetworks, isPrivateAddress),
    allowPrivateNetworks,
    traps: options.traps === false ? 'off' : 'quarantine',
    cookies: options.cookies === false ? 'off' : 'host',
    robots: { obey: !options.ignoreRobots, sitemaps, obeyNofollow, obeyNoindex },
    retries: { attempts: Math.min(retries + 1, 20), giveUp: GIVE_UP_AFTER },
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(contact === undefined ? {} : { contact }),
    ...(timeout === undefined ? {} : { limits: { totalMs: timeout } }),
  };
  const parsed = policySchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usageError(`${issue?.path.join('.') ?? 'An option'}: ${issue?.message ?? 'cannot be'}.`);
}

function isPrivateAddress(host: string): boolean {
  const name = hostName(host);
  return isIP(name) !== 0 && !isPublicAddress(name);
}

function paceOf(options: CrawlOptions): Pace | null {
  const pace = paceFrom(options);
  if (!pace) return null;
  if (pace.mode === 'DELAY') return { mode: 'delay', delayMs: pace.delayMs ?? 1000 };
  return { mode: 'rate', perSecond: pace.perSecond ?? 1, concurrency: pace.concurrency ?? 1 };
}
