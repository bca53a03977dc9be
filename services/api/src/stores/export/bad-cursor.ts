import { refusal } from '../../limits/refusals.ts';

export const badCursor = () =>
  refusal('BAD_INPUT', '"after" is not a cursor of this export. Pass the "cursor" of the last row you have.');
