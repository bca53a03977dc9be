import {
  BadInputError,
  BadPolicyError,
  BadSeedsError,
  type UserErrorCode as Code,
  ForbiddenError,
  IdempotencyKeyReusedError,
  NotFoundError,
  QuotaExceededError,
  type UserError,
  userErrorCodes,
  VersionConflictError,
  WrongStateError,
} from '../stores/errors.ts';
import { builder } from './builder.ts';
import { Versioned } from './versioned.ts';

const codes: Record<Code, string> = {
  BAD_INPUT: 'A field of the input is missing, malformed or out of range.',
  BAD_POLICY: 'Rules of a policy are out of range or contradict each other.',
  BAD_SEEDS: 'Some seeds cannot be crawled.',
  FORBIDDEN: 'The key lacks a scope.',
  IDEMPOTENCY_KEY_REUSED: 'The idempotency key was used with another input.',
  NOT_FOUND: 'The project has nothing of this id.',
  QUOTA_EXCEEDED: 'A quota of the project is used up.',
  VERSION_CONFLICT: 'Somebody changed it since the version that was expected.',
  WRONG_STATE: 'It is in no state for this.',
};

const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'What kind of error a mutation answered with.',
  values: Object.fromEntries(userErrorCodes.map((code) => [code, { value: code, description: codes[code] }])),
});

const UserErrorInterface = builder.interfaceRef<UserError>('UserError').implement({
  description: 'Something the caller can put right.',
  fields: (t) => ({
    code: t.field({
      type: UserErrorCode,
      description: 'Stable: switch on this, not on the message.',
      resolve: (error) => error.code,
    }),
    message: t.exposeString('message', { description: 'What happened, to what, and what to do.' }),
    path: t.exposeStringList('path', { description: 'Where in the input: `["input", "seeds", "3"]`.' }),
  }),
});

const interfaces = [UserErrorInterface];

builder.objectType(BadInputError, {
  name: 'BadInputError',
  description: 'A field of the input is missing, malformed or out of range.',
  interfaces,
});

const BadSeed = builder.objectRef<BadSeedsError['rows'][number]>('BadSeed').implement({
  description: 'One seed that cannot be crawled.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Place in `seeds`, from 0.' }),
    url: t.exposeString('url', { description: 'The seed as it was given.' }),
    problem: t.exposeString('problem', { description: 'What is wrong with it and what to do.' }),
  }),
});

builder.objectType(BadSeedsError, {
  name: 'BadSeedsError',
  description: 'Some seeds cannot be crawled; nothing was created.',
  interfaces,
  fields: (t) => ({
    rows: t.field({ type: [BadSeed], description: 'Every bad seed, in order.', resolve: (e) => e.rows }),
  }),
});

const PolicyIssue = builder.objectRef<BadPolicyError['issues'][number]>('PolicyIssue').implement({
  description: 'One rule of a policy that cannot be.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'The rule: `["input", "rules", "pace", "delayMs"]`.' }),
    message: t.exposeString('message', { description: 'What is wrong with it.' }),
  }),
});

builder.objectType(BadPolicyError, {
  name: 'BadPolicyError',
  description: 'The rules of a policy are out of range or contradict each other; nothing was changed.',
  interfaces,
  fields: (t) => ({
    issues: t.field({
      type: [PolicyIssue],
      description: 'Everything that is wrong.',
      resolve: (e) => e.issues,
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'An id of the input names nothing in this project.',
  interfaces,
});

builder.objectType(ForbiddenError, {
  name: 'ForbiddenError',
  description: 'This part of the input needs a key with more scopes.',
  interfaces,
  fields: (t) => ({ needs: t.exposeString('needs', { description: 'The scope that is missing.' }) }),
});

builder.objectType(WrongStateError, {
  name: 'WrongStateError',
  description: 'The object is in a state in which this cannot be done.',
  interfaces,
});

builder.objectType(VersionConflictError, {
  name: 'VersionConflictError',
  description: 'Someone else changed the object first; nothing was changed.',
  interfaces,
  fields: (t) => ({
    current: t.field({
      type: Versioned,
      description: 'The object as it is now. Merge your change and send its version.',
      resolve: (error) => error.current,
    }),
  }),
});

builder.objectType(IdempotencyKeyReusedError, {
  name: 'IdempotencyKeyReusedError',
  description: 'This `idempotencyKey` was used within 24 hours for another input; nothing was created.',
  interfaces,
});

builder.objectType(QuotaExceededError, {
  name: 'QuotaExceededError',
  description: 'A quota of the project leaves no room for this; nothing was created.',
  interfaces,
});
