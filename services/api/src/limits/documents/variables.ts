import { variableDepthLimit } from '../limits.ts';
import { refusal } from '../refusals.ts';

/**
 * Refuses variables that are nested deeper than any input needs, before anything walks them; it does not recurse itself.
 * @throws TOO_DEEP
 */
export function checkVariables(variables: unknown): void {
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > variableDepthLimit)
      throw refusal('TOO_DEEP', `The variables are nested deeper than ${variableDepthLimit} levels.`, {
        http: { status: 400 },
      });
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter((one) => typeof one === 'object' && one !== null)
        : [],
    );
  }
}
