import type { Frontier, RunConfig } from '@trunkline/frontier';
import { type Access, LocalFault, type Policy } from '@trunkline/policy';
import { type Covers, compileShapes } from '@trunkline/web/shapes';

const MOST = 1000;

/** A run's config with the secrets of its job open, and its shapes compiled. */
export type OpenConfig = RunConfig & {
  access: Access | null;
  /** What becomes of traps, by its policy. */
  traps: Policy['traps'];
  /** Which shape of URLs that is held, or that never is, a URL has; null: none. */
  holds: Covers;
  frees: Covers;
};

/** Opens the sealed secrets of a job of this project. */
export type OpenAccess = (sealed: string, projectId: string) => Access;

/** A run that was begun before there was such a rule has the default. What is free is not held, whoever says so. */
function shapesOf({
  policy,
  held = [],
  free = [],
}: RunConfig): Pick<OpenConfig, 'traps' | 'holds' | 'frees'> {
  const traps = policy.traps ?? 'quarantine';
  const isFree = new Set(free);
  const holds = compileShapes(traps === 'quarantine' ? held.filter((shape) => !isFree.has(shape)) : []);
  return { traps, holds, frees: compileShapes(free) };
}

/** Configs of runs as the frontier has them, kept by version. */
export function createRunConfigs(frontier: Pick<Frontier, 'runConfig'>, openAccess?: OpenAccess) {
  const known = new Map<string, { version: number; wide: number; config: OpenConfig }>();
  const asking = new Map<string, Promise<OpenConfig | null>>();

  async function ask(run: string): Promise<OpenConfig | null> {
    const found = await frontier.runConfig(run);
    known.delete(run);
    if (!found) return null;
    const config = { ...found.config, access: accessOf(run, found.config), ...shapesOf(found.config) };
    known.set(run, { version: found.version, wide: found.wide, config });
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return config;
  }

  function accessOf(run: string, { secrets, projectId }: RunConfig): Access | null {
    if (!secrets) return null;
    if (!openAccess)
      throw new LocalFault(
        'SECRET_UNREADABLE',
        `Run ${run} has secrets, and this worker has no TRUNKLINE_SECRET_KEY`,
      );
    try {
      return openAccess(secrets, projectId);
    } catch (cause) {
      throw new LocalFault('SECRET_UNREADABLE', `The secrets of run ${run} cannot be opened`, { cause });
    }
  }

  return {
    /** The config of a run at this version or a later one, its scope as wide or wider; null when the run is gone. */
    get(run: string, version: number, wide = 0): OpenConfig | Promise<OpenConfig | null> {
      const have = known.get(run);
      if (have && have.version >= version && have.wide >= wide) return have.config;
      let answer = asking.get(run);
      if (!answer) {
        answer = ask(run).finally(() => asking.delete(run));
        asking.set(run, answer);
      }
      return answer;
    },
  };
}

export type RunConfigs = ReturnType<typeof createRunConfigs>;
