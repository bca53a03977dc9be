import type { Output } from './output.ts';

/** Lines at the bottom of a terminal that are drawn again in place. `live` is false where that is impossible. */
export function createBlock(output: Pick<Output, 'live' | 'write'>) {
  let height = 0;
  let hidden = false;

  // A terminal left without its cursor annoys; this also runs when the process is ended by an error.
  const showCursor = () => {
    if (hidden) output.write('\u001b[?25h');
    hidden = false;
    process.off('exit', showCursor);
  };

  return {
    live: output.live,
    /** Replaces what was drawn before. No line may be wider than the terminal. */
    draw(lines: readonly string[]): void {
      if (!output.live) return;
      if (!hidden) {
        process.once('exit', showCursor);
        output.write('\u001b[?25l');
        hidden = true;
      }
      const up = height > 0 ? `\u001b[${height}A\r` : '';
      output.write(`${up}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
      height = lines.length;
    },
    /** Leaves what was drawn last on the screen. */
    end(): void {
      showCursor();
      height = 0;
    },
  };
}
