/** What happens in a run, as its log keeps it. Times are ms. */
export type RunEvent =
  /** `from` is null for the first state that was told. */
  | { kind: 'state'; at: number; from: string | null; to: string }
  /** A visit that brought nothing, sampled: `unseen` more came since the one before. */
  | {
      kind: 'trouble';
      at: number;
      url: string;
      outcome: 'refused' | 'throttled' | 'failed';
      code: string | null;
      detail: string | null;
      status: number | null;
      attempt: number;
      /** False: it will be tried again. */
      final: boolean;
      unseen: number;
    }
  /** A URL that was new to the run, sampled likewise. `from`: the page that links to it; null: a seed. */
  | { kind: 'discovery'; at: number; url: string; from: string | null; depth: number; unseen: number };

/** An event in its place: `n` counts the events of the run from 1, `id` is that of the stream. */
export type LoggedEvent = { n: number; id: string; event: RunEvent };
