import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { ruleOf, said } from './rule.ts';

export async function block(
  { client, output, world }: Context,
  pattern: string,
  { reason }: { reason?: string },
): Promise<ExitCode> {
  const input = { pattern, blocked: true, ...(reason !== undefined && { reason }) };
  return said({ output }, await client.hostRules.set(input, { signal: world.interrupted }));
}

export async function unblock(
  { client, output, world }: Context,
  pattern: string,
  { reason }: { reason?: string },
): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const rule = await ruleOf(client, pattern);
  if (rule.pace !== null) {
    const input = { pattern, blocked: false, ...(reason !== undefined && { reason }) };
    return said({ output }, await client.hostRules.set(input, signal));
  }
  const id = await client.hostRules.remove(rule.id, reason, signal);
  output.document({ id });
  output.line(`${output.style.bold(clean(pattern))}  no rule any more`);
  return exitCodes.ok;
}
