import { powers } from '@trunkline/control';
import * as domain from '../../stores/errors.ts';
import { builder } from './builder.ts';
import { enumValues } from './enum-values.ts';
import { shown } from './shown.ts';

type Code = domain.UserErrorCode;

/** What each kind of error says, as a code and as a type. */
const kinds: Record<Code, { code: string; type: string; of: new (...args: never[]) => domain.UserError }> = {
  BAD_INPUT: {
    code: 'A field of the input is missing, malformed or out of range.',
    type: 'A field of the input is missing, malformed or out of range.',
    of: domain.BadInputError,
  },
  BAD_POLICY: {
    code: 'Rules of a policy are out of range or contradict each other.',
    type: 'The rules of a policy are out of range or contradict each other; nothing was changed.',
    of: domain.BadPolicyError,
  },
  BAD_SEEDS: {
    code: 'Some seeds cannot be crawled.',
    type: 'Some seeds cannot be crawled; nothing was created.',
    of: domain.BadSeedsError,
  },
  FORBIDDEN: {
    code: 'The key lacks a scope.',
    type: 'This part of the input needs a key with more scopes.',
    of: domain.ForbiddenError,
  },
  IDEMPOTENCY_KEY_REUSED: {
    code: 'The idempotency key was used with another input.',
    type: 'This `idempotencyKey` was used within 24 hours for another input; nothing was created.',
    of: domain.IdempotencyKeyReusedError,
  },
  NOT_FOUND: {
    code: 'The project has nothing of this id.',
    type: 'An id of the input names nothing in this project.',
    of: domain.NotFoundError,
  },
  QUOTA_EXCEEDED: {
    code: 'A quota of the project is used up.',
    type: 'A quota of the project leaves no room for this; nothing was created.',
    of: domain.QuotaExceededError,
  },
  SECRETS_BOUND: {
    code: 'Secrets of the job were given for other hosts or another proxy.',
    type: 'Secrets of the job would be taken to hosts, or by a proxy, that they were not given for; nothing was changed.',
    of: domain.SecretsBoundError,
  },
  VERSION_CONFLICT: {
    code: 'Somebody changed it since the version that was expected.',
    type: 'Someone else changed the object first; nothing was changed.',
    of: domain.VersionConflictError,
  },
  WRONG_STATE: {
    code: 'It is in no state for this.',
    type: 'The object is in a state in which this cannot be done.',
    of: domain.WrongStateError,
  },
};

const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'What kind of error a mutation answered with.',
  values: Object.fromEntries(
    domain.userErrorCodes.map((code) => [code, { value: code, description: kinds[code].code }]),
  ),
});

const UserErrorInterface = builder.interfaceRef<domain.UserError>('UserError').implement({
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

for (const { of, type } of Object.values(kinds))
  builder.objectType(of as typeof domain.BadInputError, {
    name: of.name,
    description: type,
    interfaces: [UserErrorInterface],
  });

/** Objects that are changed under `expectedVersion`. */
export const Versioned = builder.interfaceRef<Pick<domain.Versioned, 'version'>>('Versioned').implement({
  description: 'Something that is edited: send its `version` as `expectedVersion` so that no change is lost.',
  resolveType: (value) => (value as domain.Versioned).__typename,
  fields: (t) => ({ version: t.exposeInt('version', { description: 'Rises with every change.' }) }),
});

const BadSeed = builder.objectRef<domain.BadSeed>('BadSeed').implement({
  description: 'One seed that cannot be crawled.',
  fields: (t) =>
    shown(t, {
      row: ['Int', 'Place in `seeds`, from 0.'],
      url: ['String', 'The seed as it was given.'],
      problem: ['String', 'What is wrong with it and what to do.'],
    }),
});

const PolicyIssue = builder.objectRef<domain.Issue>('PolicyIssue').implement({
  description: 'One rule of a policy that cannot be.',
  fields: (t) =>
    shown(t, {
      path: ['[String]', 'The rule: `["input", "rules", "pace", "delayMs"]`.'],
      message: ['String', 'What is wrong with it.'],
    }),
});

builder.objectFields(domain.BadSeedsError, (t) =>
  shown(t, { rows: [[BadSeed], 'Every bad seed, in order.'] }),
);
builder.objectFields(domain.BadPolicyError, (t) =>
  shown(t, { issues: [[PolicyIssue], 'Everything that is wrong.'] }),
);
const Power = builder.enumType('Power', {
  description: 'What is not harmless in any hands; docs/security.md says which scope has which.',
  values: enumValues(Object.keys(powers) as (keyof typeof powers)[], {
    privateNetworks: 'Reaching addresses outside the public internet.',
    secrets: 'Headers and passwords, for the hosts and the proxy that they were given for.',
    proxies: 'Sending all requests of a job by a host.',
    hostRules: 'Slowing hosts down, or closing them, for more than one job.',
  }),
});

builder.objectFields(domain.ForbiddenError, (t) =>
  shown(t, {
    needs: ['String', 'The scope that is missing.'],
    power: [Power, 'The power that it gives; null: none over what others set.', 'nullable'],
  }),
);
builder.objectFields(domain.SecretsBoundError, (t) =>
  shown(t, { inputs: ['[String]', 'Inputs to give again in the same call, or to set to null: `headers`.'] }),
);
builder.objectField(domain.VersionConflictError, 'current', (t) =>
  t.field({
    type: Versioned,
    description: 'The object as it is now. Merge your change and send its version.',
    resolve: (error) => error.current,
  }),
);
