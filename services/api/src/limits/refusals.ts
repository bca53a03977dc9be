import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { howToGet } from '../stores/changes/may.ts';
import type { Caller } from '../stores/values.ts';
import type { Charge } from './cost/budget.ts';
import { costLimit } from './limits.ts';

/** Why a request as a whole is refused: top-level errors, beside the typed `UserError`s of mutations. */
const refusalCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_INPUT',
  'TOO_EXPENSIVE',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'TOO_LARGE',
  'TOO_MANY_SUBSCRIPTIONS',
  'RATE_LIMITED',
  'TOO_SLOW',
  'NOT_PERSISTED',
  'MISDIRECTED',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A top-level error with a code clients can switch on. */
export function refusal(
  code: RefusalCode,
  message: string,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

export function unauthenticated(why: string): GraphQLError {
  return refusal(
    'UNAUTHENTICATED',
    `${why} Send the header "Authorization: Bearer tl_…". The admin key was printed at the first start; ` +
      'on the same machine it is kept in the file "admin-key" of TRUNKLINE_HOME (.trunkline), and `trunkline key reset` gives a new one.',
    { http: { status: 401, headers: { 'www-authenticate': 'Bearer realm="trunkline"' } } },
  );
}

export function forbidden(caller: Caller, info: GraphQLResolveInfo, needs: string): GraphQLError {
  return refusal(
    'FORBIDDEN',
    `The key "${caller.keyName}" may not use ${info.parentType.name}.${info.fieldName}: it has the scopes ` +
      `[${caller.scopes.join(', ')}] and this needs "${needs}". ${howToGet(needs)}`,
  );
}

/** A key of a project that an operator has stand still would change something. */
export function suspended({ keyName }: Caller): GraphQLError {
  return refusal(
    'FORBIDDEN',
    `The project of the key "${keyName}" is suspended by the operator of this installation: its keys read, and change nothing. ` +
      '`trunkline project show` says why; ask the operator to resume it.',
  );
}

export function notFound(id: string, what = 'anything'): GraphQLError {
  return refusal(
    'NOT_FOUND',
    `There is no ${what} with the id ${JSON.stringify(id.slice(0, 100))}. ` +
      'Ids are opaque: pass one exactly as this API gave it.',
  );
}

/** Says when to come back, in the words of HTTP too. */
export function rateLimited(cost: number, { limit, remaining, resetAt, retryAfterMs }: Charge): GraphQLError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return refusal(
    'RATE_LIMITED',
    `This operation costs ${cost} and this key has ${remaining} of ${limit} left. Try again in ${seconds} s.`,
    {
      cost: { requested: cost, limit, remaining, resetAt },
      http: { status: 429, headers: { 'retry-after': String(seconds) } },
    },
  );
}

/** `id`: what was asked for; null: a text that is no persisted document. */
export function notPersisted(id: string | null): GraphQLError {
  return refusal(
    'NOT_PERSISTED',
    id === null
      ? 'This server runs persisted documents only (TRUNKLINE_PERSISTED_ONLY), and this is none of them. Send the "documentId" of one, ' +
          'or have the manifest of your client added to TRUNKLINE_PERSISTED_DOCUMENTS.'
      : `There is no persisted document ${JSON.stringify(id.slice(0, 100))} here. The client may be of another version than this server: ` +
          'reload the page or update the client.',
    { http: { status: 400 } },
  );
}

export function tooSlow(ms: number): GraphQLError {
  return refusal(
    'TOO_SLOW',
    `This took more than ${ms / 1000} s and was ended. Ask for less at once: fewer items with "first", or a narrower filter.`,
    { http: { status: 503 } },
  );
}

export function tooExpensive(cost: number): GraphQLError {
  return refusal(
    'TOO_EXPENSIVE',
    `This operation costs ${cost}, more than ${costLimit}. Ask for fewer items with "first", or for fewer fields of lists.`,
    { cost: { requested: cost, limit: costLimit } },
  );
}
