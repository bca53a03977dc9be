/** Bounds of one request; each refusal names the bound and what was asked. */
export const costLimit = 5_000;
export const depthLimit = 10;
/** Introspection asks deeper than data does: the documentation explorer needs 13. */
export const introspectionDepthLimit = 15;
/** Levels of objects and lists in the variables. */
export const variableDepthLimit = 20;
export const aliasLimit = 15;
export const rootFieldLimit = 10;
/** Fields of an operation with its fragments spread. */
export const fieldLimit = 2_000;
export const tokenLimit = 1_000;
export const bodyLimitBytes = 100 * 1024;
export const seedLimit = 1_000;
/** Operations one WebSocket carries at once. */
export const subscriptionsPerSocket = 100;
/** WebSockets of one process, and those of them that have not said yet who they are. */
export const socketLimit = 10_000;
export const strangerLimit = 500;
/** A socket that has not said who it is by then is closed, ms. */
export const initMs = 3000;
/** How long connections may last, ms. */
export const patience = {
  /** A socket without an operation is closed after this. */
  idleMs: 10 * 60_000,
  /** A socket or stream is closed after this: whoever still wants it comes again, with its cursor. */
  lifeMs: 24 * 3_600_000,
  /** An answer whose reader does not read, and an upload that does not go on, or of which not even a KiB came, is given up after this. */
  stuckMs: 60_000,
  /** Whoever downloads takes the next 64 KiB within this. */
  readMs: 20_000,
  /** So long a request waits for its place. */
  waitMs: 5000,
  /** What ended without word of it (a key that expired, a socket that is idle) is found after this at the latest. */
  recheckMs: 5000,
};
export type Patience = typeof patience;

/** Live subscriptions of one key, and of one process. */
export const subscriptionsPerKey = 5_000;
export const subscriptionsPerProcess = 20_000;

/** Requests at once beside GraphQL, by what they are: those of all keys, of one project, of one key; `spare`: left for who has none. */
export const rooms = {
  downloads: { total: 64, perProject: 32, perKey: 8, spare: 8 },
  exports: { total: 8, perProject: 4, perKey: 2, spare: 1 },
  uploads: { total: 32, perProject: 16, perKey: 2, spare: 4 },
} as const;
export type RoomName = keyof typeof rooms;
/** A place is taken for so long at least, ms: a key is given as many places a second as there are of these in it, times those it has. */
export const placeMs = 50;
/** Bytes of memory for stored bodies that are read, over REST and GraphQL. */
export const readingBytes = { total: 64 << 20, perProject: 48 << 20, perKey: 32 << 20, spare: 16 << 20 };
/** Bytes of bodies that a key may ask for over GraphQL in a second, where they are made into text and JSON: two seconds' worth at once. */
export const beginningsPerSecond = 2 << 20;
/** Bytes of answers that wait for their readers, of all connections; beyond, whoever has most waiting is cut off. */
export const unreadBytes = 64 << 20;

/** With more bytes of answers waiting for it a socket is asked nothing new. */
export const unreadPerSocketBytes = 8 << 20;

/** What a request beside GraphQL costs before anything of it runs, and what it costs as it goes on. */
export const restCost = 50;
export const bytesPerCost = 2048;
export const rowsPerCost = 2;
export const seedCost = 5;
