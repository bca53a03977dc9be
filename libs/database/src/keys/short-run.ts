/** The id of a run in Redis keys and archive folders: its serial in base 36. */
export const shortRun = (serial: number): string => serial.toString(36);

/** The serial behind a short run id; NaN when it is none. */
export const runSerial = (short: string): number =>
  /^[0-9a-z]{1,10}$/.test(short) ? Number.parseInt(short, 36) : Number.NaN;
