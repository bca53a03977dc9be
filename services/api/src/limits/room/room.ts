import type { Caller } from '../../stores/values.ts';
import { refusal } from '../refusals.ts';

/**
 * What fits into a room at once, of all callers, of one project, and of one key; sizes are whatever is counted. `spare`: a project that
 * is there gets more only while this much stays free of all, and a key only while it stays free of its project: who has none finds some.
 */
export type RoomBounds = { total: number; perProject: number; perKey: number; spare?: number };

/** Gives the place back. */
export type Leave = () => void;

export type Room = {
  /**
   * A place of this size, at once or when others leave, in the order in which it was asked for; whoever waits for more of its own
   * holds up nobody else. What is larger than a key may have at once gets in when its key has nothing else there.
   * @throws RATE_LIMITED, UNAVAILABLE with a Retry-After, when no place was free for too long; the reason of the signal
   */
  enter(who: Pick<Caller, 'keyId' | 'projectId'>, size?: number, signal?: AbortSignal): Promise<Leave>;
  taken(): number;
};

/** So many may wait for a place, of all and of one key: whoever waits costs nothing, and whoever is sent away at once is back at once. */
const MOST_WAITING = 1000;
const MOST_WAITING_PER_KEY = 200;
/** Whoever was sent away may come again after this long, s. */
const COME_AGAIN_S = 5;

type Waiting = { key: string; project: string; size: number; go(): void };

/** A bound on what is going on at once; `what`: the plural of it, for people; `waitMs`: how long is waited for a place. */
export function createRoom(
  what: string,
  { total, perProject, perKey, spare = 0 }: RoomBounds,
  { waitMs }: { waitMs: number },
): Room {
  const taken = new Map<string, number>();
  const waiting = new Set<Waiting>();
  const of = (name: string) => taken.get(name) ?? 0;

  function add(name: string, size: number): void {
    const now = of(name) + size;
    if (now === 0) taken.delete(name);
    else taken.set(name, now);
  }

  /** What is kept from it for those who have nothing here. */
  const keptFrom = (name: string) => (of(name) > 0 ? spare : 0);

  function isOwn({ key, project, size }: Waiting): 'key' | 'project' | null {
    if (of(key) + size > perKey) return 'key';
    if (of(project) + size > perProject) return 'project';
    return of(project) + size + keptFrom(key) > perProject ? 'key' : null;
  }

  /** Lets in who has waited longest. */
  function letIn(): void {
    // Who waits for more than its first holds up those who want more too, and nobody else.
    let isMoreHeldUp = false;
    for (const one of waiting) {
      if (isOwn(one)) continue;
      const isFirst = of(one.project) === 0;
      if (!isFirst && isMoreHeldUp) continue;
      if (of('') + one.size + keptFrom(one.project) > total) {
        if (isFirst) return;
        isMoreHeldUp = true;
        continue;
      }
      waiting.delete(one);
      for (const name of ['', one.key, one.project]) add(name, one.size);
      one.go();
    }
  }

  function refuse(one: Waiting) {
    const own = isOwn(one);
    const [code, status] = own === null ? (['UNAVAILABLE', 503] as const) : (['RATE_LIMITED', 429] as const);
    const whose = own === null ? 'This server' : `This ${own}`;
    return refusal(
      code,
      `${whose} has as many ${what} running as it may at once. Let one of them end, or try again in ${COME_AGAIN_S} s.`,
      { http: { status, headers: { 'retry-after': String(COME_AGAIN_S) } } },
    );
  }

  return {
    enter: (who, asked = 1, signal) =>
      new Promise<Leave>((resolve, reject) => {
        signal?.throwIfAborted();
        const size = Math.min(asked, perKey, perProject, total);
        const mine: Waiting = {
          ...{ key: `key ${who.keyId}`, project: `project ${who.projectId}`, size },
          go() {
            clearTimeout(timer);
            signal?.removeEventListener('abort', gone);
            let left = false;
            resolve(() => {
              if (left) return;
              left = true;
              for (const name of ['', mine.key, mine.project]) add(name, -size);
              letIn();
            });
          },
        };
        const end = (error: unknown) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', gone);
          if (waiting.delete(mine)) reject(error);
          letIn();
        };
        const gone = () => end(signal?.reason);
        const timer = setTimeout(() => end(refuse(mine)), waitMs).unref();
        signal?.addEventListener('abort', gone, { once: true });
        const behind = [...waiting].filter(({ key }) => key === mine.key).length;
        waiting.add(mine);
        letIn();
        if (waiting.has(mine) && (behind >= MOST_WAITING_PER_KEY || waiting.size > MOST_WAITING))
          end(refuse(mine));
      }),
    taken: () => of(''),
  };
}
