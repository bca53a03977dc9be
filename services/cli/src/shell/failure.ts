import { TrunklineError } from '@trunkline/client';
import type { Output } from '../output/output.ts';
import { clean } from '../output/text.ts';
import type { Config } from './config.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Why a command cannot do what was asked, found before or beside the API. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string | null;
  constructor(exitCode: ExitCode, code: string, message: string, hint: string | null = null) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
  }
}

export function usageError(message: string, hint: string | null = null): CliError {
  return new CliError(exitCodes.usage, 'USAGE', message, hint);
}

export function notFound(message: string, hint: string | null = null): CliError {
  return new CliError(exitCodes.notFound, 'NOT_FOUND', message, hint);
}

/** The one thing a user can mean by an id or a name. */
export function theOne<Found>(found: readonly Found[], asked: string, what: string): Found {
  if (found.length === 1) return found[0]!;
  const hint = `List them: trunkline ${what} list`;
  if (found.length === 0) throw notFound(`There is no ${what} with the id or name "${clean(asked)}".`, hint);
  const message = `More than one ${what} has the name "${clean(asked)}"; say which by its id.`;
  throw new CliError(exitCodes.notFound, 'AMBIGUOUS', message, hint);
}

/** Says what went wrong and what to do, and with which exit code to end. Errors that are bugs are thrown on. */
export function report(error: unknown, output: Output, config: Config): ExitCode {
  if (error instanceof CliError) {
    say(output, { code: error.code, message: error.message, path: null }, [], error.hint);
    return error.exitCode;
  }
  if (!(error instanceof TrunklineError)) throw error;
  const details = error.all.filter((problem) => problem.message !== error.message);
  say(output, error, details, hintFor(error, config));
  return exitCodeOf(error);
}

type Said = { code: string; message: string; path: readonly (string | number)[] | null };

function say(
  output: Output,
  { code, message, path }: Said,
  details: readonly Said[],
  hint: string | null,
): void {
  if (output.json) {
    output.hint(JSON.stringify({ error: { code, message, path, details, hint } }));
    return;
  }
  output.error(clean(message));
  for (const detail of details) output.hint(`  ${clean(detail.message)}`);
  if (hint) output.hint(hint);
}

function exitCodeOf(error: TrunklineError): ExitCode {
  switch (error.code) {
    case 'UNREACHABLE':
    case 'TIMEOUT':
    case 'BAD_RESPONSE':
      return exitCodes.unreachable;
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return exitCodes.unauthorized;
    case 'NOT_FOUND':
      return exitCodes.notFound;
    default:
      return exitCodes.failed;
  }
}

function hintFor(error: TrunklineError, config: Config): string | null {
  const chosen =
    config.urlFrom === 'option' ? '--server' : config.urlFrom === 'TRUNKLINE_URL' ? 'TRUNKLINE_URL' : null;
  switch (error.code) {
    case 'UNREACHABLE':
      return chosen
        ? `Is the server running there? The address comes from ${chosen}.`
        : 'Is Trunkline running? Start it in the repository with `npm start`. For a server elsewhere set TRUNKLINE_URL.';
    case 'BAD_RESPONSE':
      return chosen ? `The address comes from ${chosen}.` : 'For a server elsewhere set TRUNKLINE_URL.';
    case 'UNAUTHENTICATED':
      return `The key comes from TRUNKLINE_API_KEY or, for a server on this machine, ${config.home}/admin-key; \`trunkline key reset\` there makes a new one.`;
    case 'INTERNAL':
      return error.requestId ? `The server's log knows more under the request id ${error.requestId}.` : null;
    default:
      return null;
  }
}
