import { BadInputError } from '../errors.ts';

export const badCursor = () =>
  new BadInputError('"after" is not a cursor of this export. Pass the "cursor" of the last row you have.');
