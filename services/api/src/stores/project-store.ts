import { projects } from '@trunkline/database';
import { eq } from 'drizzle-orm';
import type { Parts } from './parts.ts';
import type { ProjectStore } from './ports.ts';
import type { Caller } from './values.ts';

export function createProjectStore({ db }: Pick<Parts, 'db'>, caller: Caller): ProjectStore {
  async function own() {
    const [row] = await db.select().from(projects).where(eq(projects.id, caller.projectId));
    return row!;
  }
  return {
    own,
    find: async (id) => (id === caller.projectId ? own() : null),
  };
}
