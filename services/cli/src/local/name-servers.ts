import { usageError } from '../shell/failure.ts';

const server = /^(?:[\d.]+|\[[\da-fA-F:]+\]|[\da-fA-F:]+)(?::\d{1,5})?$/;

/** Name servers of a crawl: `--dns`, else `TRUNKLINE_DNS`, else (none) those of the system. */
export function nameServersFrom(given: readonly string[] | undefined, env: NodeJS.ProcessEnv): string[] {
  const servers = (given ?? (env['TRUNKLINE_DNS'] ?? '').split(',')).map((one) => one.trim()).filter(Boolean);
  const bad = servers.find((one) => !server.test(one));
  if (bad !== undefined)
    throw usageError(
      `The name server ${JSON.stringify(bad)} is not an address.`,
      'Name servers are addresses with or without a port, such as 127.0.0.1:53.',
    );
  return servers;
}
