import { sha1Digest } from '@trunkline/archive';
import { type Policy, policySchema } from '@trunkline/policy';
import { codingsOf, decode, decodeAtOnce, hasMoreMembers } from '@trunkline/web/coding';
import type { CollectedBody } from '../body/collect.ts';
import type { Head } from '../headers/head.ts';

/** Bytes of a body without its coding, up to which it is archived so; more are archived as they came. */
const MOST = 2 << 20;

const defaults = policySchema.parse({});

const plainLine = /^content-encoding:[ \t]*[\w-]+[ \t]*$/im;

/** Whether a coding that was asked for is named by its one word in one line: no `gzip, gzip`, `x-gzip`, `GZIP` or folded line. */
function isNamedPlainly({ headers, bytes }: Head, asked: readonly string[]): boolean {
  const named = headers.filter(([name]) => name.length === 16 && name.toLowerCase() === 'content-encoding');
  if (named.length !== 1 || !asked.includes(named[0]![1])) return false;
  // What is known of the line is what others will read, who do not unfold it.
  return bytes.length === 0 || plainLine.test(Buffer.from(bytes).toString('latin1'));
}

/**
 * Whether a body is archived without its coding, if it can be read: nobody asked for that, or it is gzip of several members, of
 * which readers of the archive take the first or none.
 */
export async function losesCoding(head: Head, body: CollectedBody, policy: Policy): Promise<boolean> {
  if (body.length === 0 || body.truncated || body.length > MOST) return false;
  const codings = codingsOf(head.headers);
  if ('error' in codings || codings.applied.length === 0) return false;
  if (!isNamedPlainly(head, policy.codings ?? defaults.codings)) return true;
  return codings.applied[0] === 'gzip' && !body.large && hasMoreMembers(await body.bytes(), MOST);
}

/** A body without its coding, to be archived in its place; null: as it came, since it keeps it, or is broken, cut or long. */
export async function withoutCoding(
  head: Head,
  body: CollectedBody,
  policy: Policy,
): Promise<{ bytes: Buffer; digest: string } | null> {
  const codings = codingsOf(head.headers);
  if ('error' in codings || !(await losesCoding(head, body, policy))) return null;
  const coded = await body.bytes();
  const bounds = { most: MOST, keep: MOST };
  const { bytes, error } = decodeAtOnce(coded, codings, bounds) ?? (await decode(coded, codings, bounds));
  return error === null ? { bytes, digest: sha1Digest(bytes) } : null;
}
