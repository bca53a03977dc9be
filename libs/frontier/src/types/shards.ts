/**
 * One life of the server behind a shard, or of what it holds: it may be emptied as it runs on. `began`: ms of its clock, and no other
 * epoch of the shard has the same. `lostAt`, likewise: what was written later, in the life before, may be lost; null: nothing is known
 * of a life before. `untold`: outcomes were lost that nobody
 * had recorded, though all else may be there. `lastEntry`: id of the last entry of the outcomes stream that survived.
 */
export type Epoch = {
  epoch: number;
  server: string;
  began?: number;
  lostAt: number | null;
  untold?: boolean;
  lastEntry?: string;
};

/** What Redis holds, of all it may (null: no limit is set). `full`: it takes no new URLs; all else goes on. */
export type Memory = { usedBytes: number; maxBytes: number | null; full: boolean };

/** What sweep did in one call; `more` when it stopped at its bound. */
export type SweepResult = {
  lostSessions: number;
  recovered: number;
  released: number;
  dead: number;
  more: boolean;
};

/** Live sessions and their lease deadlines, ms of the server's clock. */
export type SessionInfo = { session: string; deadline: number; inFlight: number };
