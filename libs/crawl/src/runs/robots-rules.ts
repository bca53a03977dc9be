import type { Frontier } from '@trunkline/frontier';
import type { RobotsVerdict } from '@trunkline/policy';

/** Bytes of robots.txt kept; a hostile one may have 500 KiB. */
const MOST_BYTES = 32 << 20;

type Kept = { at: number; verdict: RobotsVerdict; bytes: number };

/** The robots rules of origins, shared by all workers through the frontier and kept here while they are in force. */
export function createRobotsRules(frontier: Pick<Frontier, 'robots'>) {
  const known = new Map<string, Kept>();
  const asking = new Map<string, Promise<RobotsVerdict | null>>();
  let bytes = 0;

  function forget(origin: string): void {
    bytes -= known.get(origin)?.bytes ?? 0;
    known.delete(origin);
  }

  async function ask(origin: string): Promise<RobotsVerdict | null> {
    const found = await frontier.robots(origin);
    forget(origin);
    if (!found) return null;
    const size = 200 + (found.verdict.state === 'rules' ? found.verdict.body.length * 2 : 0);
    known.set(origin, { ...found, bytes: size });
    bytes += size;
    while (bytes > MOST_BYTES && known.size > 1) forget(known.keys().next().value!);
    return found.verdict;
  }

  return {
    /** Rules stored before this moment (ms of the server's clock) are not used any more. */
    expect(origin: string, at: number): void {
      const have = known.get(origin);
      if (have && have.at < at) forget(origin);
    },
    /** What is known of an origin; null: nothing yet. The same object as long as it is in force. */
    get(origin: string): Promise<RobotsVerdict | null> {
      const have = known.get(origin);
      if (have) return Promise.resolve(have.verdict);
      let answer = asking.get(origin);
      if (!answer) {
        answer = ask(origin).finally(() => asking.delete(origin));
        asking.set(origin, answer);
      }
      return answer;
    },
  };
}

export type RobotsRules = ReturnType<typeof createRobotsRules>;
