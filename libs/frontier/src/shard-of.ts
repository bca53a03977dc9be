import { registrableDomain } from '@trunkline/web/url';

/** FNV-1a, 32 bits: spreads domains over shards, the same in every process for ever. */
function spread(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum >>> 0;
}

/** The shard of a politeness key: all hosts of a registrable domain share one; an address is its own domain. */
export function shardOf(host: string, shards: number): number {
  return shards === 1 ? 0 : spread(registrableDomain(host)) % shards;
}

/** Tokens of a shard begin at its number times this (scripts/arrive.lua): exact in doubles for 64 shards. */
const TOKENS = 2 ** 45;

/** The shard that granted a token: no two of them grant the same. */
export function shardOfToken(token: string): number {
  return Math.floor(Number(token) / TOKENS);
}
