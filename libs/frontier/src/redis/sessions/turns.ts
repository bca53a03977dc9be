/**
 * Numbers the calls of a session by the order of their ids. A call that was overtaken, because the connection it was sent on
 * hung, must neither grant claims to nobody nor take the place of its successor's answer.
 */
export function createTurns() {
  const last = new Map<string, { id: string; turn: number }>();
  return {
    /** The number of this id: a new one unless it is the last one again. */
    of(session: string, id: string): number {
      const known = last.get(session);
      if (known?.id === id) return known.turn;
      const turn = (known?.turn ?? 0) + 1;
      last.set(session, { id, turn });
      return turn;
    },
    forget(session: string): void {
      last.delete(session);
    },
  };
}
