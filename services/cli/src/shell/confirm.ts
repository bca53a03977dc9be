import { createInterface } from 'node:readline/promises';
import { clean } from '../output/text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { usageError } from './failure.ts';

/** Asks before something that cannot be taken back; scripts say `--yes`. */
export async function confirm(context: Context, question: string, yes: boolean): Promise<boolean> {
  return yes || /^y(es)?$/i.test(await ask(context, question, `${question} [y/N] `));
}

/** Asks for the name of what is to be deleted, so that it is the one that is meant; scripts say `--yes`. */
export async function typedName(context: Context, question: string, name: string): Promise<boolean> {
  if ((await ask(context, question, `${question} Type its name: `)) === name) return true;
  context.output.note('That is not its name: nothing was deleted.');
  return false;
}

async function ask({ world, output }: Context, question: string, prompt: string): Promise<string> {
  if (!world.in?.isTTY || output.json)
    throw usageError(`${question} Nobody can be asked here.`, 'Say --yes if that is what you want.');
  const asking = createInterface({ input: world.in, output: process.stderr });
  try {
    return (await asking.question(prompt)).trim();
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
