const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id clients see of a row: a prefix that names its type, and its key, a UUID as 22 characters. */
export function publicId(prefix: string, key: string): string {
  const bytes = uuid.test(key) ? Buffer.from(key.replaceAll('-', ''), 'hex') : Buffer.from(`.${key}`);
  return `${prefix}_${bytes.toString('base64url')}`;
}
