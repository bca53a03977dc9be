import { BadInputError } from '../../errors.ts';

/** What somebody thinks of changing about a run, as it was given. */
export type WhatIf = {
  workers?: number | null | undefined;
  slots?: number | null | undefined;
  pace?: { delayMs: number; concurrency?: number | null | undefined } | null | undefined;
  /** Null: no cap; left out: as it is. */
  bytesPerSecond?: number | null | undefined;
};

const DAY = 86_400_000;

/** @throws {BadInputError} for what nothing can be */
export function checkChange({ workers, slots, pace, bytesPerSecond }: WhatIf): void {
  const within = (path: string[], value: number | null | undefined, least: number, most: number) => {
    if (value != null && !(value >= least && value <= most))
      throw new BadInputError(
        `${path.at(-1)} is ${value}; pass ${least} to ${most.toLocaleString('en-US')}.`,
        ['input', ...path],
      );
  };
  within(['workers'], workers, 0, 100_000);
  within(['slots'], slots, 1, 10_000);
  within(['pace', 'delayMs'], pace?.delayMs, 0, DAY);
  within(['pace', 'concurrency'], pace?.concurrency, 1, 256);
  within(['bytesPerSecond'], bytesPerSecond, 1000, Number.MAX_SAFE_INTEGER);
}
