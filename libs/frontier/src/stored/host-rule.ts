import { FrontierMisuse } from '../errors.ts';
import type { HostRule } from '../types/hosts.ts';
import { compilePace, type Terms } from './compile-policy.ts';

/** More than any policy allows: no limit of its own. */
const ANY = 1_000_000;

/** What a rule allows. A blocked host may have nothing in flight. */
export function compileRule({ pace, blocked }: Pick<HostRule, 'pace' | 'blocked'>): Terms {
  const { delay, conc } = pace ? compilePace(pace) : { delay: 0, conc: ANY };
  return { delay, conc: blocked ? 0 : conc };
}

/** The patterns that may stand for a host, the one that counts first. */
export function patternsOf(host: string): string[] {
  const labels = host.replace(/:\d+$/, '').split('.');
  return [host, ...labels.slice(1).map((_, i) => `*.${labels.slice(i + 1).join('.')}`)];
}

const hostKey = /^(\[[0-9a-f:.]+\]|[^\s/?#@*:[\]]+)(:\d+)?$/;
const suffix = /^\*\.[^\s/?#@*:[\]]+$/;

/** What these rules, the most particular first, say of the certificates of a host. */
export const verifies = (rules: readonly (Pick<HostRule, 'verifyTls'> | null)[]): boolean =>
  rules.find((rule) => rule?.verifyTls !== undefined)?.verifyTls ?? true;

/** @throws {FrontierMisuse} for what is neither a politeness key nor `*.suffix`, and for versions that are not whole */
export function checkRule({ pattern, version }: Pick<HostRule, 'pattern' | 'version'>): void {
  if (pattern !== pattern.toLowerCase() || !(suffix.test(pattern) || hostKey.test(pattern))) {
    throw new FrontierMisuse(
      `${JSON.stringify(pattern.slice(0, 200))} is no pattern of a host rule: write a host (example.com, example.com:8080) or *.example.com, in lower case`,
    );
  }
  checkVersion(version, `rule ${pattern}`);
}

export function checkVersion(version: number, of: string): void {
  if (Number.isSafeInteger(version) && version > 0) return;
  throw new FrontierMisuse(`The version of ${of} must be a whole number above 0, not ${version}`);
}
