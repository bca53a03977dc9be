import type { Validators } from '@trunkline/policy';
import fc from 'fast-check';
import type { NewUrl } from '../../types/urls.ts';

/** What can happen to a frontier. Workers, hosts and URLs are small numbers, so that they meet often. */
export type Step =
  | { do: 'enqueue'; run: number; pages: Page[] }
  | { do: 'claim'; worker: number; want: number; lost: boolean; doubled: boolean; slots: Slots | null }
  | {
      do: 'settle';
      worker: number;
      most: number;
      how: How;
      lateMs: number;
      slow: boolean;
      found: Page[];
      lost: boolean;
      doubled: boolean;
    }
  | { do: 'keep'; most: number }
  | { do: 'requeue'; worker: number; most: number; lateMs: number | null }
  | { do: 'renew' | 'crash' | 'close' | 'confirm'; worker: number }
  | { do: 'lateSettle'; worker: number; how: How }
  | { do: 'hop'; worker: number; run: number; host: number; doubled: boolean }
  | { do: 'sweep' | 'epoch' | 'empty' }
  | { do: 'advance' | 'jump'; ms: number }
  | { do: 'apply'; run: number; state: 'running' | 'paused'; pace: number }
  | { do: 'cancel'; run: number }
  | HostStep;

/** How a worker shares its slots: those it wants none of, slots for slow hosts, and whom it wants nothing of. */
export type Slots = {
  spare: number;
  slow: number | null;
  crowded: number | null;
  domain: boolean;
  over: number | null;
};

/** A word about hosts. `rule`: the pace of `pattern`, or none any more; `run` 2: all runs. */
export type HostStep =
  | { do: 'rule'; pattern: number; pace: number | null; blocked: boolean; removed: boolean; old: boolean }
  | { do: 'pauseHost'; host: number; run: number; paused: boolean; old: boolean }
  | { do: 'cancelHost'; host: number; run: number };

export type Page = {
  host: number;
  page: number;
  urgent: boolean;
  sitemap: number;
  validators: Validators | undefined;
};

export type How =
  | 'fetched'
  | 'redirected'
  | 'retry'
  | 'dead'
  | 'throttled'
  | 'retryAfter'
  | 'unreachable'
  | 'requeue'
  | 'robotsDown'
  /** Of https nothing can be had, not even a robots.txt; all else answers. */
  | 'httpsDown';

/** As servers send them, and as they should not. */
const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 90 }));
const date = fc.date({ min: new Date(0), noInvalidDate: true }).map((at) => at.toUTCString());
const digest = fc
  .string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), minLength: 32, maxLength: 32 })
  .map((sum) => `sha1:${sum}`);
const id = fc.maxSafeNat();

export const knownValidators: fc.Arbitrary<Validators> = fc.record({
  etag: fc.option(text),
  lastModified: fc.option(fc.oneof(date, text)),
  digest: fc.option(fc.oneof(digest, text)),
  capture: fc.option(fc.record({ run: id.map((n) => n.toString(36)), id, at: id })),
});

/** Where a page is: most hosts have http and https, which may be on each other's port. */
function originOf(host: string, page: number): string {
  if (page % 11 === 9) return `https://${host}:80`;
  if (page % 11 === 10) return `http://${host}:443`;
  return `http${page % 3 ? '' : 's'}://${host}`;
}

export const urlOf = ({ host, page, urgent, sitemap, validators }: Page): NewUrl => ({
  url: `${originOf(`h${host}.test`, page)}/${page}`,
  depth: page % 5,
  hops: 0,
  urgent,
  sitemap,
  ...(validators && { validators }),
});

const often = <D extends string>(what: D, times: number): D[] => Array<D>(times).fill(what);

const worker = fc.nat({ max: 2 });
const run = fc.nat({ max: 1 });
const page = fc.record({
  host: fc.nat({ max: 3 }),
  page: fc.nat({ max: 30 }),
  urgent: fc.boolean(),
  sitemap: fc.constantFrom(0, 0, 0, 1, 3),
  validators: fc.option(knownValidators, { nil: undefined }),
});
const seldom = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);
const how = fc.constantFrom<How>(
  'fetched',
  'fetched',
  'redirected',
  'retry',
  'dead',
  'throttled',
  'retryAfter',
  'unreachable',
  'requeue',
  'robotsDown',
  'httpsDown',
  'httpsDown',
);

const slots: fc.Arbitrary<Slots> = fc.record({
  spare: fc.nat({ max: 6 }),
  slow: fc.option(fc.nat({ max: 4 })),
  crowded: fc.option(fc.nat({ max: 3 })),
  domain: fc.boolean(),
  over: fc.option(run, { freq: 4 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('enqueue' as const),
      run,
      pages: fc.array(page, { maxLength: 12 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      worker,
      want: fc.integer({ min: 1, max: 9 }),
      lost: seldom,
      doubled: seldom,
      slots: fc.option(slots, { freq: 2 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      worker,
      most: fc.integer({ min: 1, max: 9 }),
      how,
      lateMs: fc.constantFrom(0, 0, 3, 80),
      slow: seldom,
      found: fc.oneof(fc.array(page, { maxLength: 0 }), fc.array(page, { maxLength: 6 })),
      lost: seldom,
      doubled: seldom,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('keep' as const), most: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('requeue' as const),
      worker,
      most: fc.integer({ min: 1, max: 9 }),
      lateMs: fc.constantFrom(null, null, 0, 80),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('renew' as const, 'crash' as const, 'close' as const),
      worker,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('confirm' as const), worker }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lateSettle' as const), worker, how }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('hop' as const),
      worker,
      run,
      host: fc.nat({ max: 3 }),
      doubled: seldom,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(...often('sweep', 5), ...often('epoch', 2), ...often('empty', 1)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(1, 15, 50, 120, 400, 1000, 1000, 2500, 10_000, 70_000, 4_000_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(-5, -3000, -3_600_000, 100_000, 3_600_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      run,
      state: fc.constantFrom('running' as const, 'running' as const, 'paused' as const),
      pace: fc.nat({ max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), run }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('rule' as const),
      pattern: fc.nat({ max: 3 }),
      pace: fc.option(fc.nat({ max: 4 })),
      blocked: seldom,
      removed: seldom,
      old: seldom,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pauseHost' as const),
      host: fc.nat({ max: 3 }),
      run: fc.nat({ max: 2 }),
      paused: fc.boolean(),
      old: seldom,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cancelHost' as const),
      host: fc.nat({ max: 3 }),
      run: fc.nat({ max: 2 }),
    }),
  },
);

export const steps = fc.array(step, { minLength: 20, maxLength: 90 });
