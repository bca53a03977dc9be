import type { Frontier, NewUrl, RunState } from '@trunkline/frontier';
import type { Omission } from '@trunkline/policy';
import { untilAnswered } from '../loop/until-answered.ts';
import { type Packed, unpack, unpackDocument } from './packed.ts';

/** How often it is looked whether runs that wait are over, ms. */
const LOOK_MS = 300;
/** Runs that are looked at in one go: those whose turn comes next. */
const LOOK_AT = 100;
/** More is told of as so many. */
const MOST_COUNTED = 1_000_000;

type Parts<P> = {
  frontier: Pick<Frontier, 'leaveOut' | 'sizesOf'>;
  /** Runs of which something waits, or is being worked on. */
  runs(): string[];
  /** Takes all that waits of a run. */
  take(run: string): P[];
  /** What is in it; null: it is gone. */
  bodyOf(pack: P): Promise<Buffer | null>;
  /** It is not wanted any more. */
  done(pack: P): void;
  signal: AbortSignal;
  onAway(): void;
  onError(error: Error): void;
};

/** What was found by runs that are over is wanted by nobody: it is dropped as soon as that is seen, and counted with the run. */
export function createEndedRuns<P extends Omit<Packed, 'body'>>(parts: Parts<P>) {
  const { frontier, runs, take, bodyOf, done, signal, onAway, onError } = parts;
  /** Runs that were over at the last look; null: nothing is known of it any more. */
  let over = new Map<string, RunState | null>();
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const some = runs().slice(0, LOOK_AT);
    const sizes = await untilAnswered(() => frontier.sizesOf(some), signal, onAway);
    if (!sizes || signal.aborted) return;
    const states = some.map((run, i) => [run, sizes[i]?.state ?? null] as const);
    over = new Map(states.filter(([, state]) => state !== 'running' && state !== 'paused'));
    for (const [run] of over) await drop(run);
  }

  async function drop(run: string): Promise<void> {
    const packs = take(run);
    const [links, documents] = [
      packs.filter(({ document }) => !document),
      packs.filter(({ document }) => document),
    ];
    const count = links.reduce((sum, pack) => sum + pack.count, 0);
    if (over.get(run) !== null) {
      const url = links[0] && (await bodyOf(links[0]).then((body) => body && unpack(body)[0]?.url));
      await tell(run, 'runEnded', count, url);
      const page =
        documents[0] && (await bodyOf(documents[0]).then((body) => body && unpackDocument(body).url));
      await tell(run, 'unread', documents.length, page);
    }
    for (const pack of packs) done(pack);
  }

  async function tell(run: string, kind: Omission['kind'], count: number, sample: string | null | undefined) {
    if (count === 0) return;
    const of = over.get(run) ?? null;
    const omitted = [{ kind, of, count: Math.min(count, MOST_COUNTED), sample: sample ?? '' }];
    await untilAnswered(() => frontier.leaveOut(run, omitted).then(() => true), signal, onAway);
  }

  const timer = setInterval(() => {
    if (runs().length > 0)
      looking ??= look()
        .catch(onError)
        .finally(() => {
          looking = null;
        });
  }, LOOK_MS).unref();

  return {
    has: (run: string) => over.has(run),
    /** These of a run that is over are left where they are. */
    async leave(run: string, urls: readonly NewUrl[]): Promise<void> {
      if (over.get(run)) await tell(run, 'runEnded', urls.length, urls[0]?.url);
    },
    /** To be called once the signal has aborted. */
    async close(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}
