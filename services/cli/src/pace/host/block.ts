import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { ruleOf, said } from './rule.ts';

export async function block(
  { client, output }: Context,
  pattern: string,
  { reason }: { reason?: string },
): Promise<void> {
  const input = { pattern, blocked: true, reason };
  return said({ output }, await client.hostRules.set(input));
}

export async function unblock(
  { client, output }: Context,
  pattern: string,
  { reason }: { reason?: string },
): Promise<void> {
  const rule = await ruleOf(client, pattern);
  if (rule.pace !== null) {
    const input = { pattern, blocked: false, reason };
    return said({ output }, await client.hostRules.set(input));
  }
  const id = await client.hostRules.remove(rule.id, reason);
  output.document({ id });
  output.line(`${output.style.bold(clean(pattern))}  no rule any more`);
}
