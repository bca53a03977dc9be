import type { Caller, Project as ProjectValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { Versioned } from '../kit/errors.ts';
import { shown } from '../kit/shown.ts';
import { KeyScope } from './key-scope.ts';
import { QuotaName, Quotas, Usage } from './quotas.ts';

export const Project = builder.objectRef<ProjectValue>('Project');

builder.node(Project, {
  interfaces: [Versioned],
  description: 'The tenant: owns jobs, policies and keys.',
  id: { resolve: (project) => project.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.projects.find(id),
  fields: (t) => ({
    ...shown(t, {
      name: ['String', 'Name for people.'],
      version: ['Int', 'Rises with every change.'],
      heldBy: [
        QuotaName,
        'The quota that is spent: until it is not, its runs hand out nothing. Null: none.',
        'nullable',
      ],
      createdAt: ['DateTime', 'When it was created.'],
    }),
    quotas: t.field({ type: Quotas, description: 'What it may use.', resolve: (project) => project }),
    usage: t.field({
      type: Usage,
      complexity: 10,
      description: 'What it uses.',
      resolve: (_project, _args, { stores }) => stores.projects.usage(),
    }),
  }),
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
