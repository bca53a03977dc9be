import type { NewProjectValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { encodeId } from '../kit/ids.ts';
import { mutation } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';
import { Project } from './project.ts';
import { quotaFields } from './quotas.ts';

const ProjectCreated = builder.objectRef<NewProjectValue>('ProjectCreated').implement({
  description: 'A new project and, this once, the secret of its first API key, which has the scope `admin`.',
  fields: (t) => ({
    ...shown(t, {
      project: [Project, 'The project.'],
      secret: [
        'String?',
        'What to send as `Authorization: Bearer …`. Shown this once; null when the call was a repeat.',
      ],
    }),
    keyId: t.id({
      nullable: true,
      description: 'Id of that key; null when the call was a repeat.',
      resolve: ({ keyId }) => (keyId === null ? null : encodeId('ApiKey', keyId)),
    }),
  }),
});

mutation('projectCreate', {
  type: ProjectCreated,
  description: 'Makes a project with a first admin key, whose secret is shown once.',
  scope: 'operator',
  argument: 'The project.',
  input: 'A new project; quotas that are left out are none.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name for people, 1 to 200 characters; no other has it.' }),
    ...quotaFields(t),
  }),
  with: ['reason', 'idempotencyKey'],
  also: { idempotencyKey: 'The secret is not kept, so a repeat shows none.' },
  resolve: (input, { projects }) => projects.create(input),
});
