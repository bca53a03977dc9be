/** What one check found. `advice` says what to do and is there unless all is well. */
export type Finding = {
  what: string;
  state: 'ok' | 'warning' | 'failure' | 'skipped';
  found: string;
  advice: string | null;
};

export const ok = (what: string, found: string): Finding => ({ what, state: 'ok', found, advice: null });
export const warning = (what: string, found: string, advice: string): Finding => ({
  ...{ what, state: 'warning', found, advice },
});
export const failure = (what: string, found: string, advice: string): Finding => ({
  ...{ what, state: 'failure', found, advice },
});
export const skipped = (what: string, found: string): Finding => ({
  ...{ what, state: 'skipped', found, advice: null },
});

/** `ECONNREFUSED`, or what an error says for itself. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : error.message;
}
