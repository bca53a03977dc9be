import { BadInputError } from '../errors.ts';

/** One row of an export: values as JSON has them; `cursor` says where to go on after it. */
export type ExportRow = Record<string, string | number | boolean | null> & { cursor: string };

export const badCursor = () =>
  new BadInputError('"after" is not a cursor of this export. Pass the "cursor" of the last row you have.');
