import type { RunConfig } from '../types/runs.ts';

/** How a shape that is held stands among the places of a run: no place begins so. */
export const heldPlace = (shape: string): string => `-${shape}`;

/** The config of a run whose scope has these places as well, and of which these shapes are held. */
export function widened(config: RunConfig, places: readonly string[]): RunConfig {
  if (places.length === 0) return config;
  const more = places.filter((place) => !place.startsWith('-'));
  const shapes = places.filter((place) => place.startsWith('-')).map((place) => place.slice(1));
  const led = [...new Set([...(config.scope.led ?? []), ...more])];
  const held = [...new Set([...(config.held ?? []), ...shapes])];
  return {
    ...config,
    ...(more.length > 0 && { scope: { ...config.scope, led } }),
    ...(shapes.length > 0 && { held }),
  };
}
