import type { CaptureValue } from '../../stores/values.ts';

/** Key of a capture and its place in lists: captures are partitioned by run, so both numbers are needed. */
export const captureKey = ({ runSerial, id }: Pick<CaptureValue, 'runSerial' | 'id'>) =>
  `${runSerial.toString(36)}.${id.toString(36)}`;
