/** What keeps a URL of a host from being asked for, in the order in which it counts; the words are those of causes of waiting. */
export const holdKinds = ['paused', 'blocked', 'quota', 'window', 'noWorkers', 'backOff', 'robots'] as const;

/** `until` null: nobody knows, or until somebody ends it. `by`, `reason`: who did it and why, as far as the caller may know. */
export type Hold = {
  kind: (typeof holdKinds)[number];
  sentence: string;
  by: string | null;
  reason: string | null;
  since: Date | null;
  until: Date | null;
};
