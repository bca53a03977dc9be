import { type Agent, longestDelay, readGroups } from './parse-robots.ts';
import { compilePattern } from './pattern.ts';
import { productToken } from './product-token.ts';
import { escapeOthers, numberLine } from './records/records.ts';

/** Bytes that are kept of one robots.txt: some 5,000 rules and more. Files of more than that are next to none. */
export const COMPACT_LIMIT = 256 * 1024;

/** Rules that are written out for all agents together; a file may name thousands of agents for thousands of rules. */
const MOST_RULES = 20_000;
/** To how many characters patterns are cut where the rules do not fit. */
const LENGTHS = [Number.POSITIVE_INFINITY, 256, 128, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2];

type Rule = { allow: boolean; value: string; lineNumber: number };
/** Rules of one or several agents that are told the same. `delay`: seconds. */
type Group = { names: string[]; delay: number | null; rules: Rule[] };

const FORBIDDEN: readonly Rule[] = [{ allow: false, value: '/', lineNumber: 0 }];

/**
 * The same rules in fewer bytes, as a robots.txt: no comments, nothing twice, printable ASCII, each rule under the number of its
 * line (`#@<number>` before it). Of what does not fit into `most` bytes sitemaps go first, then rules that others make needless; what
 * is too much then is made shorter in ways that only forbid more: agents other than `userAgent` are forbidden everything, by name, or
 * when there are too many names all of them, and patterns are cut (a longer Allow goes with it), the longest first. What is compact
 * already stays as it is.
 */
export function compactRobots(
  body: string | Uint8Array,
  { userAgent = '', most = COMPACT_LIMIT }: { userAgent?: string; most?: number } = {},
): string {
  const { agents, sitemaps } = readGroups(body);
  const token = productToken(userAgent);
  const isOwn = ({ names: [name] }: Group) => name === '*' || name === token;
  let room = MOST_RULES;
  const groups = [...agents].map(([name, agent]): Group => {
    room -= countRules(agent);
    const written = room >= 0 || name === '*' || name === token;
    return { names: [name], delay: longestDelay(agent), rules: written ? rulesOf(agent) : [...FORBIDDEN] };
  });
  const whole = written(groups, most);
  if (whole !== null) return withSitemaps(whole, sitemaps, most);
  const needed = groups.map(withoutCovered);
  for (const length of LENGTHS) {
    const all = needed.map((group) => shortened(group, length));
    const own = all.filter(isOwn);
    const others = all.filter((group) => !isOwn(group));
    const text =
      written(all, most) ??
      written([...own, ...forbidden(others)], most) ??
      // Without a name of its own this forbids everything, so patterns are cut first.
      (token === '' ? null : written(strangersForbidden(own, token), most));
    if (text !== null) return withSitemaps(text, sitemaps, most);
  }
  return 'User-agent: *\nDisallow: /\n';
}

function countRules({ groups }: Agent): number {
  return groups.reduce((sum, { records }) => sum + records.length, 0);
}

function rulesOf({ groups }: Agent): Rule[] {
  const rules = new Map<string, Rule>();
  for (const { key, value, lineNumber } of groups.flatMap(({ records }) => records)) {
    const id = `${key} ${value}`;
    if (value === '' || rules.has(id)) continue;
    rules.set(id, { allow: key === 'allow', value: escapeOthers(value), lineNumber });
  }
  return [...rules.values()];
}

/** Without each Disallow that begins with another one, where no Allow is long enough to come between them. */
function withoutCovered(group: Group): Group {
  const lengths = new Map(group.rules.map((rule) => [rule, compilePattern(rule.value).length]));
  const allows = group.rules.filter(({ allow }) => allow).map((rule) => lengths.get(rule)!);
  allows.sort((a, b) => a - b);
  const disallows = group.rules.filter(({ allow }) => !allow);
  const covered = new Set<Rule>();
  const above: Rule[] = []; // beginnings of the one looked at, the longest last
  for (const rule of disallows.sort((a, b) => (a.value < b.value ? -1 : 1))) {
    while (above.length > 0 && !rule.value.startsWith(above.at(-1)!.value)) above.pop();
    const shorter = above.at(-1);
    if (shorter && !anyWithin(allows, lengths.get(shorter)!, lengths.get(rule)!)) covered.add(rule);
    // Plain ones: what an escape or a query means depends on what follows.
    if (/^[\w/.-]+$/.test(rule.value)) above.push(rule);
  }
  return covered.size === 0 ? group : { ...group, rules: group.rules.filter((rule) => !covered.has(rule)) };
}

/** Whether one of the sorted numbers is `from` or more, and less than `to`. */
function anyWithin(sorted: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < to;
}

/**
 * No pattern of more than `length` characters. The longest match decides: an Allow that is as long as the shortest of what was cut
 * might now win where it lost.
 */
function shortened(group: Group, length: number): Group {
  const { rules } = group;
  if (rules.every(({ value }) => value.length <= length)) return group;
  const kept: Rule[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const rule of rules) {
    if (rule.allow || rule.value.length <= length) {
      kept.push(rule);
      continue;
    }
    const value = cutPattern(rule.value, length);
    least = Math.min(least, compilePattern(value).length);
    kept.push({ ...rule, value });
  }
  const left = kept.filter(
    ({ allow, value }) => !allow || (value.length <= length && compilePattern(value).length < least),
  );
  return {
    ...group,
    rules: [...new Map(left.map((rule) => [`${rule.allow} ${rule.value}`, rule])).values()],
  };
}

/** The beginning of a pattern, which matches whatever the whole of it does. */
function cutPattern(value: string, length: number): string {
  let cut = value.slice(0, length);
  // Half an escape is another character, and `$` means the end only where it is the last.
  cut = cut.replace(/%[0-9a-f]?$/i, '');
  // In a query `%2F` and `/` are the same only for patterns that have a query.
  if (value.includes('?') && !cut.includes('?')) cut = cut.split('*', 1)[0]!;
  cut = cut.replace(/\$+$/, '');
  return cut === '' ? '*' : cut;
}

function forbidden(groups: readonly Group[]): Group[] {
  const names = groups.flatMap((group) => group.names);
  return names.length === 0 ? [] : [{ names, delay: null, rules: [...FORBIDDEN] }];
}

/** The rules of `token` under its name; nobody knows which agents were named beside. */
function strangersForbidden(own: readonly Group[], token: string): Group[] {
  const mine = own.find(({ names }) => names[0] === token) ?? own[0];
  const all = { names: ['*'], delay: null, rules: [...FORBIDDEN] };
  if (token === '') return [all];
  return [{ names: [token], delay: mine?.delay ?? null, rules: mine?.rules ?? [] }, all];
}

/** Groups that say the same are one. Null when it does not fit. */
function written(groups: readonly Group[], most: number): string | null {
  const different = new Map<string, Group>();
  let room = most;
  for (const group of groups) {
    let said = `${group.delay}`;
    for (const { allow, value, lineNumber } of group.rules) {
      said += `\n${allow} ${value} ${lineNumber}`;
      if (said.length > 2 * most) return null;
    }
    room -= group.names.reduce((sum, name) => sum + name.length, 0);
    if (room < 0) return null;
    const known = different.get(said);
    if (known) known.names.push(...group.names);
    else different.set(said, { ...group, names: [...group.names] });
  }
  return textOf([...different.values()], most);
}

function textOf(groups: readonly Group[], most: number): string | null {
  let text = '';
  let last = 0; // number of the line before
  const add = (line: string) => {
    text += `${line}\n`;
    last++;
  };
  for (const { names, delay, rules } of groups) {
    for (const name of names) add(`User-agent: ${name}`);
    if (delay !== null) add(`Crawl-delay: ${secondsOf(delay)}`);
    for (const { allow, value, lineNumber } of rules) {
      if (lineNumber > 0 && lineNumber !== last + 1) {
        add(numberLine(lineNumber));
        last = lineNumber - 1;
      }
      add(`${allow ? 'Allow' : 'Disallow'}: ${value}`);
      if (text.length > most) return null;
    }
    // Without a rule the next User-agent would be of this group too.
    if (rules.length === 0) add('Disallow:');
  }
  return text.length > most ? null : text;
}

/** At most a day, in whole ms. */
function secondsOf(delay: number): string {
  return String(Math.min(Math.round(delay * 1000), 86_400_000) / 1000);
}

function withSitemaps(text: string, sitemaps: readonly string[], most: number): string {
  let all = text;
  for (const sitemap of sitemaps) {
    const line = `Sitemap: ${escapeOthers(sitemap)}\n`;
    if (all.length + line.length <= most) all += line;
  }
  return all;
}
