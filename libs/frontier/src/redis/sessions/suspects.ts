/**
 * Of what may have killed workers a session has one at a time (scripts/claims/claim.lua), and each shard knows of its own only. So here
 * stands which shards hold one, or may: a call that was let have one may have been granted it until its answer tells otherwise.
 */
export function createSuspects(shards: number) {
  const holders = new Map<string, Set<number>>();

  return {
    /** A shard's answer to a claim. While any shard may hold a suspect all are barred, itself too: so none has all the turns. */
    async ask<R extends object>(
      session: string,
      shard: number,
      call: (barred: 0 | 1) => Promise<R>,
    ): Promise<R> {
      if (shards === 1) return call(0);
      const held = holders.get(session) ?? new Set();
      holders.set(session, held);
      const barred = held.size > 0;
      if (!barred) held.add(shard);
      const reply = await call(barred ? 1 : 0);
      // One that granted nothing does not say what it holds: as before.
      const holds = 'suspect' in reply ? reply.suspect : barred && held.has(shard);
      if (holds) held.add(shard);
      else held.delete(shard);
      return reply;
    },

    forget(session: string): void {
      holders.delete(session);
    },
  };
}
