import { createBlock } from './block.ts';
import type { Output } from './output.ts';
import { cutEnd } from './text.ts';

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

/**
 * Shows how far something is by one line, drawn again in place or said whenever it changes, and answers what came last; null when
 * it was interrupted. `line` may say another one where it is drawn, and null when there is nothing new to say.
 */
export async function seeLast<Seen>(
  context: Watcher,
  all: AsyncIterable<Seen>,
  line: (seen: Seen, drawn: boolean) => string | null,
  left: string,
): Promise<Seen | null> {
  const { output } = context;
  const block = createBlock(output);
  let last: Seen | null = null;
  let said = '';
  const show = (seen: Seen) => {
    last = seen;
    const now = line(seen, block.live);
    if (now === null) return;
    if (block.live) block.draw([cutEnd(now, output.width())]);
    else if (now !== said) output.note(now);
    said = now;
  };
  return (await seeToEnd(context, all, show, { ended: block.end, left })) ? last : null;
}
