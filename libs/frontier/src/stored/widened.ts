import type { RunConfig } from '../types/runs.ts';

/** The config of a run whose scope has these places as well. */
export function widened(config: RunConfig, places: readonly string[]): RunConfig {
  if (places.length === 0) return config;
  const led = [...new Set([...(config.scope.led ?? []), ...places])];
  return { ...config, scope: { ...config.scope, led } };
}
