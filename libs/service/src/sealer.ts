import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type Sealer = {
  /** Encrypts; `context` (such as the project it belongs to) must be given again to open it. */
  seal(text: string, context: string): string;
  /** Throws SecretUnreadable when the key or the context is another one, or a byte was changed. */
  open(sealed: string, context: string): string;
  /** The same for the same text under the same key, and of no use to anybody else. */
  fingerprint(text: string): string;
};

export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
  readonly code = 'SECRET_UNREADABLE';
}

/** A fresh key, as TRUNKLINE_SECRET_KEY has it: 32 bytes in hex. */
export const newSecretKey = (): string => randomBytes(32).toString('hex');

/** What a secret key looks like: 32 bytes in hex or base64. */
export const secretKeyPattern = /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/;

/** Seals secrets with AES-256-GCM (NIST SP 800-38D), a random nonce each: `1.` and base64url of nonce, tag and text. */
export function createSealer(key: string): Sealer {
  if (!secretKeyPattern.test(key))
    throw new Error(
      'TRUNKLINE_SECRET_KEY is no key: pass 32 bytes in hex, such as `openssl rand -hex 32` prints',
    );
  const bytes = Buffer.from(key, key.length === 64 ? 'hex' : 'base64');

  return {
    seal(text, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, bytes, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const raw = Buffer.from(sealed.slice(2), 'base64url');
      if (!sealed.startsWith('1.') || raw.length < IV_BYTES + TAG_BYTES)
        throw new SecretUnreadable('This is no sealed secret');
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv(CIPHER, bytes, raw.subarray(0, IV_BYTES), options)
        .setAAD(Buffer.from(context))
        .setAuthTag(raw.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([
          decipher.update(raw.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]).toString();
      } catch (cause) {
        const why = 'sealed under another TRUNKLINE_SECRET_KEY, for something else, or damaged';
        throw new SecretUnreadable(`A secret cannot be opened: it was ${why}`, { cause });
      }
    },
    fingerprint: (text) => createHmac('sha256', bytes).update(text).digest('hex'),
  };
}
