import type { PaceInput, PolicyRulesInput } from '@trunkline/client';
import { InvalidArgumentError } from 'commander';
import { readDuration } from '../output/format.ts';
import { usageError } from './failure.ts';

/** Parsers of option values; commander says which option was wrong. */
export function wholeNumber(least: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`);
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function durationMs(text: string): number {
  const value = readDuration(text);
  if (value === null) throw new InvalidArgumentError('It must be a duration such as 500ms, 1s or 2m.');
  return value;
}

/** A moment, or how long ago it was; as ISO 8601. */
export function moment(text: string): string {
  const days = /^(\d+)d$/.exec(text);
  const ago = days ? Number(days[1]) * 86_400_000 : /^\d+$/.test(text) ? null : readDuration(text);
  const at = ago === null ? Date.parse(text) : Date.now() - ago;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('It must be a date such as 2026-11-28, or how long ago: 2h, 7d.');
  return new Date(at).toISOString();
}

/** A moment to come, or how long it is until then; as ISO 8601. */
export function deadline(text: string): string {
  const days = /^(\d+)d$/.exec(text);
  const ms = days ? Number(days[1]) * 86_400_000 : /^\d+$/.test(text) ? null : readDuration(text);
  const at = ms === null ? Date.parse(text) : Date.now() + ms;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('It must be a date such as 2026-12-24, or in how long: 6h, 3d.');
  if (at <= Date.now()) throw new InvalidArgumentError('It must lie ahead.');
  return new Date(at).toISOString();
}

export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

export function statusList(text: string): number[] {
  const codes = text.split(',').map(Number);
  if (codes.some((code) => !Number.isInteger(code) || code < 100 || code > 599))
    throw new InvalidArgumentError('It must be HTTP status codes separated by commas, such as 200,404.');
  return codes;
}

type PaceOptions = { delay?: number; rate?: number; concurrency?: number };

/** The pace that `--delay`, `--rate` and `--concurrency` say; undefined when none was given. */
export function paceFrom({ delay, rate, concurrency }: PaceOptions): PaceInput | undefined {
  if (delay !== undefined && rate !== undefined)
    throw usageError(
      '--delay and --rate exclude each other.',
      '--delay: one request at a time, so long apart. --rate: so many a second, --concurrency at once.',
    );
  if (delay !== undefined && concurrency !== undefined)
    throw usageError('--concurrency goes with --rate; with --delay a host is asked one request at a time.');
  if (delay !== undefined) return { mode: 'DELAY', delayMs: delay };
  if (rate !== undefined) return { mode: 'RATE', perSecond: rate, concurrency: concurrency ?? 1 };
  if (concurrency !== undefined) throw usageError('--concurrency needs --rate.');
  return undefined;
}

type RulesOptions = PaceOptions & { userAgent?: string; allowPrivateNetworks?: boolean };

/** The policy rules that options say; undefined when they say none. */
export function firstRulesFrom(options: RulesOptions): PolicyRulesInput | undefined {
  const { userAgent, allowPrivateNetworks } = options;
  return given({ pace: paceFrom(options), userAgent, allowPrivateNetworks });
}

/** What `--on` and `--off` say. */
export function switched({ on, off }: { on?: boolean; off?: boolean }): boolean | undefined {
  if (on && off) throw usageError('--on and --off exclude each other.');
  return on || off ? on === true : undefined;
}

/** What was said of all that could be; undefined when nothing was. */
export function given<All extends object>(all: All): All | undefined {
  const said = Object.entries(all).filter(([, value]) => value !== undefined);
  return said.length > 0 ? (Object.fromEntries(said) as All) : undefined;
}
