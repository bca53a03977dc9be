import type { Caller, Project as ProjectValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';

export const Project = builder.objectRef<ProjectValue>('Project');

builder.node(Project, {
  description: 'The tenant: owns jobs, policies and keys.',
  id: { resolve: (project) => project.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.projects.find(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name for people.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

const KeyScope = builder.enumType('KeyScope', {
  description: 'What an API key may do.',
  values: {
    JOBS_READ: { value: 'jobs:read', description: 'Read everything of the project.' },
    JOBS_WRITE: { value: 'jobs:write', description: 'Create, start, pause, resume and cancel jobs.' },
    POLICIES_WRITE: { value: 'policies:write', description: 'Create and change policies.' },
    WORKERS_ADMIN: { value: 'workers:admin', description: 'Drain workers.' },
    KEYS_ADMIN: { value: 'keys:admin', description: 'Make and revoke keys.' },
    ADMIN: { value: 'admin', description: 'Everything; alone allows private networks.' },
  } as const,
});

const Viewer = builder.objectRef<Caller>('Viewer').implement({
  description: 'Who asks: the API key of this request.',
  fields: (t) => ({
    keyName: t.exposeString('keyName', { description: 'Name of the key.' }),
    scopes: t.field({
      type: [KeyScope],
      description: 'What it may do.',
      resolve: (caller) => [...caller.scopes],
    }),
    project: t.field({
      type: Project,
      description: 'The project it belongs to; everything else is invisible to it.',
      resolve: (_caller, _args, { stores }) => stores.projects.own(),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who this request is made by.',
    resolve: (_root, _args, { caller }) => caller,
  }),
);
