import { clean } from '../../output/text.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';

export async function remove(
  context: Context,
  asked: string,
  { yes = false, reason }: { yes?: boolean; reason?: string },
): Promise<ExitCode> {
  const { client, output, world } = context;
  const signal = { signal: world.interrupted };
  const policy = await client.policies.get(asked, signal);
  const question = `Delete the policy "${clean(policy.name)}" with all its versions?`;
  if (!(await confirm(context, question, yes))) return exitCodes.failed;
  const input = { id: policy.id, expectedVersion: policy.version, ...(reason !== undefined && { reason }) };
  const id = await client.policies.delete(input, signal);
  output.document({ id });
  if (output.quiet) output.essential(id);
  output.line(`${output.style.bold(clean(policy.name))}  deleted`);
  return exitCodes.ok;
}
