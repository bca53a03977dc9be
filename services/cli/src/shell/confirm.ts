import { createInterface } from 'node:readline/promises';
import type { Context } from './context.ts';
import { usageError } from './failure.ts';

/** Asks before something that cannot be taken back; scripts say `--yes`. */
export async function confirm({ world, output }: Context, question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!world.in?.isTTY || output.json)
    throw usageError(`${question} Nobody can be asked here.`, 'Say --yes if that is what you want.');
  const asking = createInterface({ input: world.in, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}
