import { compilePattern, type Pattern, robotsPath } from './pattern.ts';
import { agentsOfLine, productToken } from './product-token.ts';
import { type RobotsRecord, readRecords } from './records/records.ts';

/** A decision with its reason. Without a deciding line (nothing matched, no group) a URL is allowed. */
export type RobotsDecision = {
  allowed: boolean;
  /** The deciding line as written, at most 500 characters, and its number from 1. */
  line: string | null;
  lineNumber: number | null;
  /** The group obeyed: the crawler's product token, `*`, or null when none is for it. */
  group: string | null;
};

export type Robots = {
  /** `userAgent`: a User-Agent or product token. `url`: absolute, or path and query. */
  isAllowed(userAgent: string, url: string): boolean;
  verdict(userAgent: string, url: string): RobotsDecision;
  /** Seconds between requests that the crawler's groups ask for, the longest if they differ; null: none. */
  crawlDelay(userAgent: string): number | null;
  /** Sitemap addresses as written, in order, each once. They belong to no group. */
  sitemaps: readonly string[];
  /** Agents that are named, `*` too, and the seconds each is asked for. */
  crawlDelays: ReadonlyMap<string, number | null>;
};

type Rule = Pattern & { allow: boolean; record: RobotsRecord };

/** What robots.txt says to one crawler; groups and delays are shared by all the crawlers they name. */
export type Agent = { groups: { records: RobotsRecord[] }[]; delays: { seconds: number | null }[] };

/**
 * Reads a robots.txt (RFC 9309): groups for the same crawler are one; the longest match decides, allow at a
 * tie; `/robots.txt` itself is always allowed. Lines of no meaning here do not end a group. Anything can be
 * parsed; what is no rule is no rule.
 */
export function parseRobots(body: string | Uint8Array): Robots {
  const { agents, sitemaps } = readGroups(body);
  const compiled = new Map<string, Rule[]>();

  function agentFor(userAgent: string): [name: string, agent: Agent] | null {
    const token = productToken(userAgent);
    for (const name of [token, '*']) {
      const agent = agents.get(name);
      if (agent) return [name, agent];
    }
    return null;
  }

  function verdict(userAgent: string, url: string): RobotsDecision {
    const found = agentFor(userAgent);
    const [group] = found ?? [null];
    const path = robotsPath(url);
    if (path === null) return { allowed: false, line: null, lineNumber: null, group };
    if (found === null || path.strict === '/robots.txt') {
      return { allowed: true, line: null, lineNumber: null, group };
    }
    const [name, agent] = found;
    let rules = compiled.get(name);
    if (!rules) {
      rules = compileRules(agent);
      compiled.set(name, rules);
    }
    const rule = rules.find((each) => each.matches(path));
    if (!rule) return { allowed: true, line: null, lineNumber: null, group };
    const { line, lineNumber } = rule.record;
    return { allowed: rule.allow, line: line.slice(0, 500), lineNumber, group };
  }

  return {
    verdict,
    isAllowed: (userAgent, url) => verdict(userAgent, url).allowed,
    crawlDelay(userAgent) {
      const found = agentFor(userAgent);
      return found && longestDelay(found[1]);
    },
    sitemaps,
    get crawlDelays() {
      return new Map([...agents].map(([name, agent]) => [name, longestDelay(agent)]));
    },
  };
}

/** The rules of all groups of a crawler, in the order in which the first match decides (§2.2.2). */
function compileRules({ groups }: Agent): Rule[] {
  const rules = new Map<string, Rule>();
  for (const record of groups.flatMap((group) => group.records)) {
    const id = `${record.key} ${record.value}`;
    if (record.value === '' || rules.has(id)) continue;
    rules.set(id, { ...compilePattern(record.value), allow: record.key === 'allow', record });
  }
  return [...rules.values()].sort((a, b) => b.length - a.length || Number(b.allow) - Number(a.allow));
}

/** Agents by their names in lower case, `*` too, and sitemaps as written. */
export function readGroups(body: string | Uint8Array): { agents: Map<string, Agent>; sitemaps: string[] } {
  const agents = new Map<string, Agent>();
  const sitemaps = new Set<string>();
  let group: Agent['groups'][number] = { records: [] };
  // Crawl-delay is not of the RFC, so it does not end the user-agent lines; it holds for those just before it.
  let delay: Agent['delays'][number] = { seconds: null };

  for (const { key, value, line, lineNumber } of readRecords(body)) {
    if (key === 'user-agent') {
      const opensGroup = group.records.length > 0;
      if (opensGroup) group = { records: [] };
      if (opensGroup || delay.seconds !== null) delay = { seconds: null };
      for (const name of agentsOfLine(value)) {
        const agent = agents.get(name) ?? { groups: [], delays: [] };
        agents.set(name, agent);
        if (agent.groups.at(-1) !== group) agent.groups.push(group);
        if (agent.delays.at(-1) !== delay) agent.delays.push(delay);
      }
    } else if (key === 'allow' || key === 'disallow') {
      group.records.push({ key, value, line, lineNumber });
    } else if (key === 'crawl-delay') {
      const seconds = Number.parseFloat(/^\d*\.?\d+/.exec(value)?.[0] ?? '');
      if (Number.isFinite(seconds)) delay.seconds = longer(delay.seconds, seconds);
    } else if (key === 'sitemap' && value !== '') {
      sitemaps.add(value);
    }
  }
  return { agents, sitemaps: [...sitemaps] };
}

export function longestDelay({ delays }: Agent): number | null {
  return delays.reduce<number | null>((longest, { seconds }) => longer(longest, seconds), null);
}

function longer(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
