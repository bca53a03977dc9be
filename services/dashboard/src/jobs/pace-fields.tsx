import type { PaceInput, Policy } from '@trunkline/client';
import { Choice } from '../ui/choices.tsx';
import { duration } from '../ui/format.ts';

type Pace = Policy['rules']['pace'];

/** A pace while it is typed: text, so that a field can be empty. */
export type PaceDraft = {
  mode: 'DELAY' | 'RATE';
  delaySeconds: string;
  perSecond: string;
  concurrency: string;
};

export function paceToDraft(pace: Pace): PaceDraft {
  return {
    mode: pace.mode,
    delaySeconds: String((pace.delayMs ?? 1000) / 1000),
    perSecond: String(pace.perSecond ?? 1),
    concurrency: String(pace.concurrency ?? 1),
  };
}

export function paceFromDraft({ mode, delaySeconds, perSecond, concurrency }: PaceDraft): PaceInput {
  return mode === 'DELAY'
    ? { mode, delayMs: Math.round(Number(delaySeconds) * 1000) }
    : { mode, perSecond: Number(perSecond), concurrency: Number(concurrency) };
}

export function paceInWords(pace: Pace): string {
  if (pace.mode === 'RATE')
    return `Up to ${(pace.perSecond ?? 0).toLocaleString('en-US')} requests a second per host, ${pace.concurrency ?? 1} at once`;
  if (pace.delayMs === 0) return 'One request after the other per host, without a delay';
  if (pace.delayMs === 1000) return 'One request a second per host';
  return `One request per host every ${duration(pace.delayMs ?? 0)}`;
}

const modes = { DELAY: 'one at a time', RATE: 'at a rate' };

export function PaceFields({ draft, onChange }: { draft: PaceDraft; onChange: (draft: PaceDraft) => void }) {
  const change = (part: Partial<PaceDraft>) => onChange({ ...draft, ...part });
  const number = (
    of: Exclude<keyof PaceDraft, 'mode'>,
    label: string,
    [min, max, step]: [number, number, 1 | 'any'],
  ) => (
    <input
      className="input input-number"
      type="number"
      aria-label={label}
      required
      {...{ min, max, step }}
      value={draft[of]}
      onChange={(event) => change({ [of]: event.target.value })}
    />
  );
  return (
    <fieldset className="pace-fields">
      <Choice
        name="Every host is asked"
        words={modes}
        value={draft.mode}
        onChange={(mode) => change({ mode })}
      />
      {draft.mode === 'DELAY' ? (
        <p className="pace-sentence">
          one request every {number('delaySeconds', 'Seconds between requests', [0, 86_400, 'any'])} seconds
        </p>
      ) : (
        <p className="pace-sentence">
          up to {number('perSecond', 'Requests a second', [0.001, 10_000, 'any'])} a second,{' '}
          {number('concurrency', 'Requests at once', [1, 256, 1])} at once
        </p>
      )}
    </fieldset>
  );
}
