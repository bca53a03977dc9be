import type { Caller, Project as ProjectValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { KeyScope } from '../key/key-scope.ts';
import { Versioned } from '../versioned.ts';
import { QuotaName, Quotas, Usage } from './quotas.ts';

export const Project = builder.objectRef<ProjectValue>('Project');

builder.node(Project, {
  interfaces: [Versioned],
  description: 'The tenant: owns jobs, policies and keys.',
  id: { resolve: (project) => project.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.projects.find(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name for people.' }),
    version: t.exposeInt('version', { description: 'Rises with every change.' }),
    quotas: t.field({ type: Quotas, description: 'What it may use.', resolve: (project) => project }),
    usage: t.field({
      type: Usage,
      complexity: 10,
      description: 'What it uses.',
      resolve: (_project, _args, { stores }) => stores.projects.usage(),
    }),
    heldBy: t.field({
      type: QuotaName,
      nullable: true,
      description: 'The quota that is spent: until it is not, its runs hand out nothing. Null: none.',
      resolve: ({ heldBy }) => heldBy,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
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
