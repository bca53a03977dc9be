import type { Frontier } from '@trunkline/frontier';
import { LocalFault, type RobotsVerdict } from '@trunkline/policy';

/** Bytes of rules kept, and how many times its length a file takes once it is parsed. */
const MOST_BYTES = 64 << 20;
const PARSED = 16;

type Kept = { at: number; verdict: RobotsVerdict; digest: string | null; bytes: number };

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
    const found = await frontier.robots(origin).catch((cause: unknown) => {
      throw new LocalFault('ROBOTS_UNKNOWN', `The rules of ${origin} cannot be read now`, { cause });
    });
    forget(origin);
    if (!found) return null;
    const { at, verdict, digest = null } = found;
    const size = 500 + (verdict.state === 'rules' ? verdict.body.length * PARSED : 0);
    known.set(origin, { at, verdict, digest, bytes: size });
    bytes += size;
    while (bytes > MOST_BYTES && known.size > 1) forget(known.keys().next().value!);
    return found.verdict;
  }

  function get(origin: string): Promise<RobotsVerdict | null> {
    const have = known.get(origin);
    if (have) return Promise.resolve(have.verdict);
    let answer = asking.get(origin);
    if (!answer) {
      answer = ask(origin).finally(() => asking.delete(origin));
      asking.set(origin, answer);
    }
    return answer;
  }

  return {
    /** Rules stored before this moment (ms of the server's clock) are not used any more. */
    expect(origin: string, at: number): void {
      const have = known.get(origin);
      if (have && have.at < at) forget(origin);
    },
    /** What is known of an origin; null: nothing yet. The same object as long as it is in force. */
    get,
    /** The digest of the file the known rules of an origin were made of; null: none is known. */
    async digest(origin: string): Promise<string | null> {
      await get(origin).catch(() => null); // then the text is kept once more
      return known.get(origin)?.digest ?? null;
    },
  };
}

export type RobotsRules = ReturnType<typeof createRobotsRules>;
