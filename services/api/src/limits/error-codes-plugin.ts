import { randomUUID } from 'node:crypto';
import { isCollision } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { UserError, type UserErrorCode } from '../stores/errors.ts';
import { type RefusalCode, refusal } from './refusals.ts';

/** What stores throw, where no union of a mutation tells it: a top-level error with the same words. */
const refusedAs: Record<UserErrorCode, RefusalCode> = {
  BAD_INPUT: 'BAD_INPUT',
  BAD_SEEDS: 'BAD_INPUT',
  BAD_POLICY: 'BAD_INPUT',
  NOT_FOUND: 'NOT_FOUND',
  FORBIDDEN: 'FORBIDDEN',
  SECRETS_BOUND: 'FORBIDDEN',
  WRONG_STATE: 'BAD_INPUT',
  VERSION_CONFLICT: 'BAD_INPUT',
  IDEMPOTENCY_KEY_REUSED: 'BAD_INPUT',
  QUOTA_EXCEEDED: 'BAD_INPUT',
};

/**
 * Errors we meant go out as they are, those of the stores by the table above; any other becomes one neutral message with a
 * `requestId`, under which the log tells the whole story.
 */
export const maskWith =
  (log: Logger) =>
  (error: unknown): Error => {
    if (error instanceof GraphQLError && meant(error)) return error;
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    if (cause instanceof UserError) return at(error, refusal(refusedAs[cause.code], cause.message));
    const requestId = randomUUID();
    log.error(
      { requestId, err: cause, path: error instanceof GraphQLError ? error.path : undefined },
      'unexpected',
    );
    const masked = unavailable(cause)
      ? refusal('UNAVAILABLE', `A part this needs is away for the moment; try again. (${requestId})`, {
          requestId,
        })
      : refusal('INTERNAL', `Something went wrong on our side. The log has it under ${requestId}.`, {
          requestId,
        });
    return at(error, masked, { unexpected: true });
  };

/** An error in place of another: where that one was. */
function at(error: unknown, instead: GraphQLError, extensions?: object): GraphQLError {
  if (!(error instanceof GraphQLError)) return instead;
  const { nodes, path } = error;
  return new GraphQLError(instead.message, {
    nodes,
    path,
    extensions: { ...instead.extensions, ...extensions },
  });
}

function meant(error: GraphQLError): boolean {
  return (
    error.originalError == null || (error.originalError instanceof GraphQLError && meant(error.originalError))
  );
}

/** Redis or Postgres is away: known by the codes of their clients, never by their words. */
function unavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'FrontierUnavailable' || cause.name === 'MaxRetriesPerRequestError') return true;
    const code = 'code' in cause ? String(cause.code) : '';
    if (isCollision(cause)) return true; // it was tried again and again
    if (['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P03', '57014'].includes(code)) return true;
  }
  return false;
}

/** Gives every top-level error a code and a request id. */
export function errorCodesPlugin(): Plugin {
  const complete = (error: GraphQLError): GraphQLError => {
    const { code, requestId } = error.extensions;
    if (code !== undefined && requestId !== undefined) return error;
    return new GraphQLError(error.message, {
      nodes: error.nodes,
      source: error.source,
      positions: error.positions,
      path: error.path,
      extensions: { ...error.extensions, code: code ?? 'BAD_REQUEST', requestId: requestId ?? randomUUID() },
    });
  };
  return {
    onResultProcess({ result, setResult }) {
      if (!isResult(result) || !result.errors?.length) return;
      setResult({ ...result, errors: result.errors.map(complete) });
    },
  };
}

type Result = { errors?: readonly GraphQLError[] };
const isResult = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && !(Symbol.asyncIterator in value) && !Array.isArray(value);
