import { clean } from '../../output/text.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';

export async function remove(
  context: Context,
  asked: string,
  { yes = false, reason }: { yes?: boolean; reason?: string },
): Promise<ExitCode> {
  const { client, output } = context;
  const policy = await client.policies.get(asked);
  const question = `Delete the policy "${clean(policy.name)}" with all its versions?`;
  if (!(await confirm(context, question, yes))) return exitCodes.failed;
  const input = { id: policy.id, expectedVersion: policy.version, reason };
  const id = await client.policies.delete(input);
  output.result({ id }, id);
  output.line(`${output.style.bold(clean(policy.name))}  deleted`);
  return exitCodes.ok;
}
