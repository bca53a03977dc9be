import type { ApiKeyValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { foundById } from '../kit/found.ts';
import { shown } from '../kit/shown.ts';
import { KeyScope } from './key-scope.ts';

export const ApiKey = builder.objectRef<ApiKeyValue>('ApiKey');
const ApiKeyConnection = connectionOf('ApiKey', ApiKey, (key) => `${key.createdAt.getTime()}.${key.id}`);

const ApiKeyState = builder.enumType('ApiKeyState', {
  description: 'Whether a key opens anything.',
  values: {
    ACTIVE: { value: 'active', description: 'It does.' },
    EXPIRED: { value: 'expired', description: 'Its time is over.' },
    REVOKED: { value: 'revoked', description: 'It was taken back.' },
  } as const,
});

function stateOf({ revokedAt, expiresAt }: ApiKeyValue): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'active';
}

builder.node(ApiKey, {
  description: 'An API key. Its secret is shown once, when it is made, and not kept.',
  authScopes: { scope: 'keys:admin' },
  id: { resolve: (key) => key.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.keys.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Name for people.'],
      createdAt: ['DateTime', 'When it was made.'],
      expiresAt: ['DateTime?', 'When its time is over; null: never.'],
      lastUsedAt: ['DateTime?', 'When it was used last, to the minute; null: never.'],
      revokedAt: ['DateTime?', 'When it was revoked; null: it was not.'],
    }),
    prefix: t.string({
      description: 'How the key begins: `tl_<id>_`.',
      resolve: (key) => `tl_${key.id}_`,
    }),
    scopes: t.field({ type: [KeyScope], description: 'What it may do.', resolve: (key) => [...key.scopes] }),
    state: t.field({ type: ApiKeyState, description: 'Whether it opens anything.', resolve: stateOf }),
  }),
});

builder.queryField('apiKey', (t) =>
  t.field({
    type: ApiKey,
    nullable: true,
    authScopes: { scope: 'keys:admin' },
    args: { id: t.arg.id({ required: true, description: 'Id of an API key.' }) },
    description: 'One API key; the error NOT_FOUND when this project has none of this id.',
    resolve: (_root, { id }, { stores }) => foundById('ApiKey', id, 'API key', stores.keys.find),
  }),
);

const ApiKeyFilterInput = builder.inputType('ApiKeyFilter', {
  description: 'Which keys.',
  fields: (t) => ({ state: t.field({ type: ApiKeyState, description: 'State is this.' }) }),
});

builder.queryField('apiKeys', (t) =>
  listed(t, ApiKeyConnection, {
    authScopes: { scope: 'keys:admin' },
    args: { filter: t.arg({ type: ApiKeyFilterInput, description: 'Only keys like this.' }) },
    description: 'The API keys of this project, newest first.',
    resolve: (_root, args, { stores }) => stores.keys.list(args, args.filter ?? {}),
  }),
);
