import {
  ProjectGetDocument,
  type ProjectPartsFragment,
  ProjectUpdateDocument,
  type ProjectUpdateInput,
} from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Project = ProjectPartsFragment;

/** The project the key belongs to: its quotas and how much of them is used. */
export function createProject(transport: Transport) {
  return {
    async get({ signal }: Signal = {}): Promise<Project> {
      return (await transport.call(ProjectGetDocument, {}, { signal, repeatable: true })).viewer.project;
    },
    /** Changes its quotas; needs the scope `admin`. Null lifts one. */
    async update(input: ProjectUpdateInput, { signal }: Signal = {}): Promise<Project> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(ProjectUpdateDocument, { input }, options)).projectUpdate);
    },
  };
}
