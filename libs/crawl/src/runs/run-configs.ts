import type { Frontier, RunConfig } from '@trunkline/frontier';

const MOST = 1000;

/** Configs of runs as the frontier has them, kept by version. */
export function createRunConfigs(frontier: Pick<Frontier, 'runConfig'>) {
  const known = new Map<string, { version: number; config: RunConfig }>();
  const asking = new Map<string, Promise<RunConfig | null>>();

  async function ask(run: string): Promise<RunConfig | null> {
    const found = await frontier.runConfig(run);
    known.delete(run);
    if (!found) return null;
    known.set(run, found);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return found.config;
  }

  return {
    /** The config of a run at this version or a later one; null when the run is gone. */
    get(run: string, version: number): RunConfig | Promise<RunConfig | null> {
      const have = known.get(run);
      if (have && have.version >= version) return have.config;
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
