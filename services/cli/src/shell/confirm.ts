import { createInterface } from 'node:readline/promises';
import { clean } from '../output/text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
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

/** Deletes a thing that has a name, when the answer is yes. `remove` answers with its id. */
export async function confirmAndRemove(
  context: Context,
  { what, name, yes = false }: { what: (name: string) => string; name: string; yes?: boolean | undefined },
  remove: () => Promise<string>,
): Promise<ExitCode> {
  const { output } = context;
  if (!(await confirm(context, `Delete ${what(`"${clean(name)}"`)}?`, yes))) return exitCodes.failed;
  output.deleted(await remove(), name);
  return exitCodes.ok;
}
