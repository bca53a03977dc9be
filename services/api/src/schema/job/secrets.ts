import type { JobSecretNames } from '@trunkline/database';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';

export const JobSecrets = builder.objectRef<JobSecretNames>('JobSecrets').implement({
  description: 'Which secrets a job has. Their values are sealed, and nothing reads them but the worker.',
  fields: (t) => ({
    ...shown(t, {
      headers: ['[String]', 'Names of its request headers.'],
      basicAuth: ['Boolean', 'It has a user and a password.'],
      proxy: ['Boolean', 'It goes by a proxy of its own.'],
    }),
    origins: t.exposeStringList('origins', {
      nullable: true,
      description:
        'Where headers and password go: the hosts of the seeds when they were given. Null: given before this was kept.',
    }),
  }),
});

const RequestHeaderInput = builder.inputType('RequestHeaderInput', {
  description: 'A request header.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Its name; not one the crawler sets itself, such as Host.',
    }),
    value: t.string({ required: true, description: 'Its value: a secret.' }),
  }),
});

const BasicAuthInput = builder.inputType('BasicAuthInput', {
  description: 'User and password (RFC 7617).',
  fields: (t) => ({
    user: t.string({ required: true, description: 'Without a colon.' }),
    password: t.string({ required: true, description: 'A secret.' }),
  }),
});

const where =
  'Sent to the hosts of the seeds there are when it is given (of jobs of domains: to those domains), and in the clear only if a seed is ' +
  'http. To take it to seeds added later, or by another proxy, give it again.';

/** The same three fields for a new job and for a change. */
export const secretInputs = (
  t: Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0],
) => ({
  headers: t.field({
    type: [RequestHeaderInput],
    description: `Headers of every request, at most 20; secrets. ${where}`,
  }),
  basicAuth: t.field({ type: BasicAuthInput, description: `A secret. ${where}` }),
  proxy: t.string({
    description:
      'HTTP proxy of the job, `http://[user:password@]host[:port]`; a secret. https goes by CONNECT.',
  }),
});
