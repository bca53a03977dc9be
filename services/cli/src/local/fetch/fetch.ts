import { LocalFault, type Policy, policySchema, problemsOfAccess } from '@trunkline/policy';
import { origin } from '@trunkline/web/url';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { nameServersFrom } from '../name-servers.ts';
import { canonical } from '../web-url.ts';
import type { FetchOptions } from './options.ts';
import { documentOf, sayVisit } from './say-visit.ts';
import { type OneVisit, visitOnce } from './visit-once.ts';

/** `trunkline fetch URL` */
export async function fetchOne(
  { output, world }: Context,
  text: string,
  options: FetchOptions,
): Promise<ExitCode> {
  const url = canonical(text, 'URL');
  const visit = await made(
    visitOnce(url, {
      policy: policyFrom({ ...options, contact: options.contact ?? world.env['TRUNKLINE_CONTACT'] }),
      access: accessFrom(url, options.header ?? []),
      nameServers: nameServersFrom(options.dns, world.env),
      signal: world.interrupted,
    }),
  );
  output.document(documentOf(url, visit));
  sayVisit(output, url, visit, options.links === true);
  if (output.quiet) output.essential(wordOf(visit));
  return exitCodeOf(visit);
}

/** What goes wrong on this machine is no outcome of the URL. */
async function made(visit: Promise<OneVisit>): Promise<OneVisit> {
  try {
    return await visit;
  } catch (error) {
    if (!(error instanceof LocalFault)) throw error;
    throw new CliError(
      exitCodes.failed,
      error.code,
      `${error.message}.`,
      error.code === 'NAME_SERVERS'
        ? 'Check the network, TRUNKLINE_DNS, or ask another name server with --dns.'
        : 'This is a fault of this machine, not of the URL.',
    );
  }
}

function policyFrom(options: Omit<FetchOptions, 'contact'> & { contact?: string | undefined }): Policy {
  const { userAgent, contact, timeout } = options;
  const parsed = policySchema.safeParse({
    pace: { mode: 'delay', delayMs: 0 },
    allowPrivateNetworks: options.allowPrivateNetworks ?? false,
    robots: { obey: !options.ignoreRobots },
    // The last attempt: what a failing server says is read, too.
    retries: { attempts: 1 },
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(contact ? { contact } : {}),
    ...(timeout === undefined ? {} : { limits: { totalMs: timeout } }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usageError(`${issue?.path.join('.') ?? 'An option'}: ${issue?.message ?? 'cannot be'}.`);
}

function accessFrom(url: string, given: readonly string[]) {
  if (given.length === 0) return null;
  const headers = given.map((text): [string, string] => {
    const colon = text.indexOf(':');
    if (colon < 1) throw usageError('A --header has no colon.', 'Write it as --header "Name: value".');
    return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  });
  const access = { headers, basicAuth: null, proxy: null };
  const [problem] = problemsOfAccess(access);
  if (problem) throw usageError(`--header: ${problem.path} ${problem.message}`);
  return { ...access, seeds: [origin(url)] };
}

function wordOf({ record, robots }: OneVisit): string {
  if (!record) return `robots ${robots?.verdict.state ?? 'unknown'}`;
  const { outcome } = record;
  if (outcome.kind === 'failed') return `failed ${outcome.code}`;
  if (outcome.kind === 'refused') return `refused ${outcome.by}`;
  return `${outcome.kind} ${outcome.status}`;
}

function exitCodeOf({ record }: OneVisit): ExitCode {
  const kind = record?.outcome.kind;
  return kind === 'fetched' || kind === 'redirected' || kind === 'notModified'
    ? exitCodes.ok
    : exitCodes.failed;
}
