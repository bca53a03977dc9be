/** What the command's end says to a script; also printed by `trunkline help exit-codes`. */
export const exitCodes = {
  ok: 0,
  /** The API refused, or a watched run ended as failed or cancelled. */
  failed: 1,
  /** Wrong options or arguments; nothing was sent. */
  usage: 2,
  /** No connection to the API, or it is not one. */
  unreachable: 3,
  /** No API key, a wrong one, or one without the needed scope. */
  unauthorized: 4,
  notFound: 5,
  /** Ctrl-C while watching; the run goes on. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
