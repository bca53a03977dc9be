import type { Lack, Power } from '@trunkline/control';
import { howToGet } from './changes/may.ts';

/** Codes of the errors a mutation can answer with. */
export const userErrorCodes = [
  'BAD_INPUT',
  'BAD_SEEDS',
  'BAD_POLICY',
  'NOT_FOUND',
  'FORBIDDEN',
  'SECRETS_BOUND',
  'WRONG_STATE',
  'VERSION_CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'QUOTA_EXCEEDED',
] as const;
export type UserErrorCode = (typeof userErrorCodes)[number];

/** Something the caller can put right: says what happened, to what, and what to do. */
export abstract class UserError extends Error {
  abstract readonly code: UserErrorCode;
  /** Where in the input: `["input", "seeds", "3"]`. */
  readonly path: string[];
  constructor(message: string, path: string[] = ['input']) {
    super(message);
    this.path = path;
  }
}

export type Issue = { path: string[]; message: string };

export class BadInputError extends UserError {
  override readonly name = 'BadInputError';
  readonly code = 'BAD_INPUT';
}

export type BadSeed = { row: number; url: string; problem: string };

export class BadSeedsError extends UserError {
  override readonly name = 'BadSeedsError';
  readonly code = 'BAD_SEEDS';
  readonly rows: BadSeed[];
  constructor(message: string, rows: BadSeed[]) {
    super(message, ['input', 'seeds']);
    this.rows = rows;
  }
}

export class BadPolicyError extends UserError {
  override readonly name = 'BadPolicyError';
  readonly code = 'BAD_POLICY';
  readonly issues: Issue[];
  constructor(message: string, issues: Issue[]) {
    super(message, issues[0]?.path);
    this.issues = issues;
  }
}

export class NotFoundError extends UserError {
  override readonly name = 'NotFoundError';
  readonly code = 'NOT_FOUND';
}

/** The project has no such thing; `list` is the query that names those it has. */
export const noSuch = (what: string, list?: string, field = 'id') =>
  new NotFoundError(
    `This project has no ${what} with this id.${list === undefined ? '' : ` List them with "${list}".`}`,
    ['input', field],
  );

export class ForbiddenError extends UserError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
  readonly needs: string;
  /** What its scope would have given; null: no power over what others set. */
  readonly power: Power | null;
  constructor(message: string, path: string[], needs: string, power: Power | null = null) {
    super(message, path);
    this.needs = needs;
    this.power = power;
  }
}

/** @throws {ForbiddenError} when the caller's key lacks a power */
export function demand(lack: Lack | null, path: string[]): void {
  if (lack !== null)
    throw new ForbiddenError(`${lack.message} ${howToGet(lack.needs)}`, path, lack.needs, lack.power);
}

/** Secrets that a job has were given for other hosts, or another proxy, than they would be taken to. */
export class SecretsBoundError extends UserError {
  override readonly name = 'SecretsBoundError';
  readonly code = 'SECRETS_BOUND';
  /** Inputs that must be given again, or taken away. */
  readonly inputs: string[];
  constructor(message: string, path: string[], inputs: string[]) {
    super(message, path);
    this.inputs = inputs;
  }
}

export class WrongStateError extends UserError {
  override readonly name = 'WrongStateError';
  readonly code = 'WRONG_STATE';
}

/** An object that is edited under a version, with its GraphQL type. */
export type Versioned = { __typename: string; version: number };

export class VersionConflictError extends UserError {
  override readonly name = 'VersionConflictError';
  readonly code = 'VERSION_CONFLICT';
  readonly current: Versioned;
  constructor(message: string, current: Versioned) {
    super(message, ['input', 'expectedVersion']);
    this.current = current;
  }
}

/** Throws when a change was based on another version than the object is at. */
export function checkVersion(
  what: string,
  expected: number | null | undefined,
  current: () => Versioned,
): void {
  if (expected == null) return;
  const now = current();
  if (now.version === expected) return;
  throw new VersionConflictError(
    `The ${what} is at version ${now.version}, your change is based on ${expected}. ` +
      'Look at "current", merge your change and send its version.',
    now,
  );
}

export class IdempotencyKeyReusedError extends UserError {
  override readonly name = 'IdempotencyKeyReusedError';
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
}

/** A quota of the project leaves no room for this. */
export class QuotaExceededError extends UserError {
  override readonly name = 'QuotaExceededError';
  readonly code = 'QUOTA_EXCEEDED';
}
