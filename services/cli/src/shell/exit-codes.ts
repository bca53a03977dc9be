/** What the command's end says to a script; also printed by `trunkline help exit-codes`. */
export const exitCodes = {
  ok: 0,
  /** The API refused, a watched run ended as failed or cancelled, or it, a fetch or a crawl brought nothing. */
  failed: 1,
  /** Wrong options or arguments; nothing was sent. */
  usage: 2,
  /** No connection to the API, or it is not one. */
  unreachable: 3,
  /** No API key, a wrong one, or one without the needed scope. */
  unauthorized: 4,
  notFound: 5,
  /** The state folder of a crawl is in use, or of another version. */
  state: 6,
  /** Ctrl-C: a watched run goes on, a crawl of this process stopped. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
