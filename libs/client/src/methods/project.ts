import type { Calls, Signal } from '../calls.ts';
import {
  ProjectGetDocument,
  type ProjectPartsFragment,
  ProjectUpdateDocument,
  type ProjectUpdateInput,
} from '../generated/graphql.ts';

export type Project = ProjectPartsFragment;

/** The project the key belongs to: its quotas and how much of them is used. */
export function createProject({ ask, change }: Calls) {
  return {
    get: async (signal?: Signal): Promise<Project> =>
      (await ask(ProjectGetDocument, {}, signal)).viewer.project,
    /** Changes its quotas; needs the scope `admin`. Null lifts one. */
    update: (input: ProjectUpdateInput, signal?: Signal): Promise<Project> =>
      change(ProjectUpdateDocument, { input }, signal),
  };
}
