import { confirmAndRemove } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';

export async function remove(
  context: Context,
  asked: string,
  { yes = false, reason }: { yes?: boolean; reason?: string },
): Promise<ExitCode> {
  const { client } = context;
  const { id, name, version } = await client.policies.get(asked);
  const what = (policy: string) => `the policy ${policy} with all its versions`;
  return confirmAndRemove(context, { what, name, yes }, () =>
    client.policies.delete({ id, expectedVersion: version, reason }),
  );
}
