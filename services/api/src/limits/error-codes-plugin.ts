import { randomUUID } from 'node:crypto';
import type { Logger } from '@trunkline/service';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from './refusals.ts';

/**
 * Errors we meant go out as they are; any other becomes one neutral message with a `requestId`, under which the log
 * tells the whole story.
 */
export const maskWith =
  (log: Logger) =>
  (error: unknown): Error => {
    if (error instanceof GraphQLError && meant(error)) return error;
    const requestId = randomUUID();
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
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
    if (!(error instanceof GraphQLError)) return masked;
    return new GraphQLError(masked.message, {
      nodes: error.nodes,
      path: error.path,
      extensions: { ...masked.extensions, unexpected: true },
    });
  };

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
