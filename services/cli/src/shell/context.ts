import { type Client, createClient } from '@trunkline/client';
import { createOutput, type Output, type Screen } from '../output/output.ts';
import { type Config, readConfig } from './config.ts';
import { exitCodes } from './exit-codes.ts';
import { CliError } from './failure.ts';

/** The world a command runs in. */
export type World = {
  out: Screen;
  err: Screen;
  /** Where a user may answer questions; left out: nobody is there. */
  in?: NodeJS.ReadStream;
  env: NodeJS.ProcessEnv;
  /** Aborts when the user interrupts. */
  interrupted: AbortSignal;
};

/** Options every command knows. */
export type CommonOptions = { json?: boolean; quiet?: boolean; color?: boolean; server?: string };

/** What a command gets: somewhere to say things, and the API. */
export type Context = { output: Output; config: Config; client: Client; world: World };

/** Everything but the client, which needs an address and a key. */
export function createContext(world: World, options: CommonOptions): Context {
  const { out, err, env } = world;
  const output = createOutput({
    out,
    err,
    env,
    json: options.json === true,
    quiet: options.quiet === true,
    colour: options.color !== false,
  });
  const config = readConfig(options.server === undefined ? {} : { url: options.server }, env);
  let client: Client | undefined;
  return {
    output,
    config,
    world,
    /** Made at the first use: help and usage errors need neither address nor key. */
    get client(): Client {
      client ??= open(config, world.interrupted);
      return client;
    },
  };
}

function open(config: Config, signal: AbortSignal): Client {
  if (config.apiKey === null)
    throw config.urlFrom === 'default'
      ? new CliError(
          exitCodes.unreachable,
          'NOT_STARTED',
          'No Trunkline runs on this machine yet, and no other is named.',
          'Start it in the repository with `npm start`. For a server elsewhere set TRUNKLINE_URL and TRUNKLINE_API_KEY.',
        )
      : new CliError(
          exitCodes.unauthorized,
          'NO_API_KEY',
          `There is no API key for ${config.url}.`,
          `Set TRUNKLINE_API_KEY=tl_…; for the server of this machine \`npm start\` keeps one in ${config.home}/admin-key.`,
        );
  try {
    return createClient({ url: config.url, apiKey: config.apiKey, signal });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError(exitCodes.usage, 'BAD_URL', error.message);
  }
}
