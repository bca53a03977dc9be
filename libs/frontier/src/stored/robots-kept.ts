import type { RobotsVerdict } from '@trunkline/policy';
import {
  COMPACT_LIMIT,
  type CrawlDelays,
  compactRobots,
  crawlDelays,
  delayFor,
  parseRobots,
} from '@trunkline/web/robots';
import type { OriginState } from '../types/urls.ts';

/** What is kept of what a robots.txt said: rules in compact form, and what each agent is asked to wait. */
export type RobotsKept = {
  state: 'rules' | 'allowAll';
  /** Names the text it was made of, for whoever archived that; empty: nobody did. */
  digest: string;
  delays: CrawlDelays;
  rules: string;
};

/** Bytes of robots rules a shard keeps: of some 300,000 origins as they are. */
export const ROBOTS_BYTES = 256 << 20;

const NONE: CrawlDelays = { longest: 0, byAgent: '' };

const kept = new WeakMap<RobotsVerdict, RobotsKept>();

/** Null when nothing was said. A Crawl-delay that came without the file that asks for it holds for everybody. */
export function keepRobots(verdict: RobotsVerdict, digest = ''): RobotsKept | null {
  if (verdict.state === 'unreachable') return null;
  // A call whose answer is lost is made again, and 500 KiB take long to read.
  const made = kept.get(verdict) ?? readVerdict(verdict, digest);
  kept.set(verdict, made);
  return made;
}

function readVerdict(verdict: Exclude<RobotsVerdict, { state: 'unreachable' }>, digest: string): RobotsKept {
  const named = /^[\w:+/=-]{1,64}$/.test(digest) ? digest : '';
  if (verdict.state === 'allowAll') return { state: 'allowAll', digest: named, delays: NONE, rules: '' };
  const rules = compactRobots(verdict.body, { most: COMPACT_LIMIT });
  const asked = crawlDelays(parseRobots(rules));
  const given = Math.round(verdict.crawlDelayMs ?? 0);
  const delays = asked.longest > 0 ? asked : { longest: given, byAgent: '' };
  return { state: 'rules', digest: named, delays, rules };
}

/** As it stands in Redis behind the time it was stored: what scripts look at in the first line (lib/hosts/hosts.lua), then the rules. */
export function packRobots({ state, digest, delays, rules }: RobotsKept): string {
  return ` ${state} ${digest || '-'}${delays.byAgent || ` *=${delays.longest} `}\n${rules}`;
}

export function unpackRobots(text: string): { at: number; kept: RobotsKept } {
  const end = text.indexOf('\n');
  const [at = '', state = '', digest = '', star = '', ...others] = text.slice(0, end).trim().split(' ');
  const longest = Number(star.slice(2));
  const byAgent = others.length === 0 ? '' : ` ${[star, ...others].join(' ')} `;
  const rules = text.slice(end + 1);
  return {
    at: Number(at),
    kept: {
      state: state as RobotsKept['state'],
      digest: digest === '-' ? '' : digest,
      delays: { longest, byAgent },
      rules,
    },
  };
}

/** What `Frontier.robots` answers; `crawlDelayMs` is what agents are asked for that the file does not name. */
export function robotsReply(at: number, { state, digest, delays, rules }: RobotsKept) {
  const star = delayFor(delays, '');
  const verdict: RobotsVerdict =
    state === 'rules' ? { state, body: rules, crawlDelayMs: star === 0 ? null : star } : { state };
  return { at, verdict, ...(digest !== '' && { digest }) };
}

/** What `UrlState` says of a robots.txt; times are ms, 0: never. `copyAge`: how old a copy may become that goes on deciding, ms. */
export function robotsState(storedAt: number, since: number, copyAge: number): OriginState['robots'] {
  return {
    storedAt: storedAt || null,
    unreachableSince: since || null,
    decidesUntil: storedAt === 0 ? null : storedAt + copyAge,
  };
}
