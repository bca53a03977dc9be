import type { Output } from './output.ts';

type Watcher = { output: Output; world: { interrupted: AbortSignal } };

/**
 * Shows everything that comes, and answers true at its end; `show` may say false when it has seen enough. An interrupt leaves
 * what is watched alone and says what becomes of it: the answer is false. `ended` runs in each case.
 */
export async function seeToEnd<Seen>(
  { output, world }: Watcher,
  all: AsyncIterable<Seen>,
  show: (seen: Seen) => unknown,
  { ended = () => {}, left }: { ended?: () => void; left?: string } = {},
): Promise<boolean> {
  try {
    for await (const seen of all) if (show(seen) === false) break;
    return true;
  } catch (error) {
    if (!world.interrupted.aborted) throw error;
    ended();
    if (left !== undefined) output.note(`\n${left}`);
    return false;
  } finally {
    ended();
  }
}
