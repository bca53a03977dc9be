import { sha1Digest } from '@trunkline/archive';
import { type Policy, policySchema } from '@trunkline/policy';
import { codingsOf, decode, decodeAtOnce } from '@trunkline/web/coding';
import type { CollectedBody } from '../body/collect.ts';
import type { Head } from '../headers/head.ts';

/** Bytes of a body without its coding, up to which it is archived so; more are archived as they came. */
const MOST = 2 << 20;

const defaults = policySchema.parse({});

/**
 * Whether a body came in a content coding that was not asked for, or that is not named by its one word in one line (`gzip, gzip`,
 * `x-gzip`, a folded line): those who read the archive may not know it.
 */
export function isUnasked(head: Head, policy: Policy): boolean {
  const codings = codingsOf(head.headers);
  if ('error' in codings || codings.applied.length === 0) return false;
  return !isNamedPlainly(head, policy.codings ?? defaults.codings);
}

const plainLine = /^content-encoding:[ \t]*[\w-]+[ \t]*$/im;

function isNamedPlainly({ headers, bytes }: Head, asked: readonly string[]): boolean {
  const named = headers.filter(([name]) => name.length === 16 && name.toLowerCase() === 'content-encoding');
  if (named.length !== 1 || !asked.includes(named[0]![1].toLowerCase())) return false;
  // What is known of the line is what others will read, who do not unfold it.
  return bytes.length === 0 || plainLine.test(Buffer.from(bytes).toString('latin1'));
}

/** A body without the coding nobody asked for, to be archived in its place; null: as it came, since it is broken, cut or long. */
export async function withoutCoding(
  head: Head,
  body: CollectedBody,
  policy: Policy,
): Promise<{ bytes: Buffer; digest: string } | null> {
  if (body.length === 0 || body.truncated || !isUnasked(head, policy)) return null;
  const codings = codingsOf(head.headers);
  if ('error' in codings || body.length > MOST) return null;
  const coded = await body.bytes();
  const bounds = { most: MOST, keep: MOST };
  const { bytes, error } = decodeAtOnce(coded, codings, bounds) ?? (await decode(coded, codings, bounds));
  return error === null ? { bytes, digest: sha1Digest(bytes) } : null;
}
