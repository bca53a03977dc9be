/** Reads a key from a text that anybody can have written; null for what no key of its kind can be, so that Postgres is never asked for it. */
export type Kind<K> = (text: string) => K | null;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const uuidKey: Kind<string> = (text) => (uuid.test(text) ? text : null);

/** Id of an API key. */
export const apiKeyKey: Kind<string> = (text) => (/^[0-9a-f]{16}$/.test(text) ? text : null);

/** A number in a column of 64 bits. */
export const numberKey: Kind<number> = (text) => (/^\d{1,15}$/.test(text) ? Number(text) : null);

/** A number in a column of 32 bits. */
export const intKey: Kind<number> = (text) => (/^\d{1,10}$/.test(text) ? int(Number(text)) : null);
const int = (value: number) => (value <= 0x7fff_ffff ? value : null);

// The years 1 to 9999: what ISO 8601 writes with four digits, and both JavaScript and Postgres read.
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment (ms since the epoch) within the years 1 to 9999; null for any other. */
export const momentOf = (ms: number): Date | null =>
  ms >= FIRST_MOMENT && ms <= LAST_MOMENT ? new Date(ms) : null;

/** A moment in ms since the epoch; only for columns of whole milliseconds. */
export const momentKey: Kind<Date> = (text) => (/^\d{1,15}$/.test(text) ? momentOf(Number(text)) : null);

/** A `urlHash`: a signed 64-bit number in decimal. */
export const hashKey: Kind<string> = (text) =>
  /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? text : null;

/** Base-36 serial of the run and number of the capture. */
export const captureParts: Kind<{ run: number; id: number }> = (text) => {
  const [, run, id] = /^([0-9a-z]{1,10})\.([0-9a-z]{1,10})$/.exec(text) ?? [];
  return run && id ? { run: Number.parseInt(run, 36), id: Number.parseInt(id, 36) } : null;
};

/** Base-36 serial of a run, and the hash of a URL in it. */
export const urlOfRunParts: Kind<{ run: number; hash: string }> = (text) => {
  const [, serial, hash] = /^([0-9a-z]{1,10})\.(-?\d{1,19})$/.exec(text) ?? [];
  return serial && hash && hashKey(hash) ? { run: Number.parseInt(serial, 36), hash } : null;
};

/** Base-36 serial of a job, 32 bits, and the hash of a URL in it. */
export const pageParts: Kind<{ job: number; hash: string }> = (text) => {
  const parts = urlOfRunParts(text);
  const job = parts && int(parts.run);
  return parts === null || job === null ? null : { job, hash: parts.hash };
};

/** A policy and the number of its version. */
export const versionParts: Kind<{ policy: string; version: number }> = (text) => {
  const [policy = '', number = '', ...rest] = text.split('.');
  const version = intKey(number);
  return uuidKey(policy) === null || version === null || rest.length > 0 ? null : { policy, version };
};
