import type { PaceInput, Policy } from '@trunkline/client';
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

export function PaceFields({ draft, onChange }: { draft: PaceDraft; onChange: (draft: PaceDraft) => void }) {
  const change = (part: Partial<PaceDraft>) => onChange({ ...draft, ...part });
  return (
    <fieldset className="pace-fields">
      <legend className="field-name">Every host is asked</legend>
      <div className="choice">
        {(['DELAY', 'RATE'] as const).map((mode) => (
          <label key={mode}>
            <input type="radio" checked={draft.mode === mode} onChange={() => change({ mode })} />
            <span>{mode === 'DELAY' ? 'one at a time' : 'at a rate'}</span>
          </label>
        ))}
      </div>
      {draft.mode === 'DELAY' ? (
        <p className="pace-sentence">
          one request every{' '}
          <NumberField
            label="Seconds between requests"
            value={draft.delaySeconds}
            least="0"
            most="86400"
            step="any"
            onChange={(delaySeconds) => change({ delaySeconds })}
          />{' '}
          seconds
        </p>
      ) : (
        <p className="pace-sentence">
          up to{' '}
          <NumberField
            label="Requests a second"
            value={draft.perSecond}
            least="0.001"
            most="10000"
            step="any"
            onChange={(perSecond) => change({ perSecond })}
          />{' '}
          a second,{' '}
          <NumberField
            label="Requests at once"
            value={draft.concurrency}
            least="1"
            most="256"
            step="1"
            onChange={(concurrency) => change({ concurrency })}
          />{' '}
          at once
        </p>
      )}
    </fieldset>
  );
}

type NumberFieldProps = {
  label: string;
  value: string;
  least: string;
  most: string;
  step: string;
  onChange: (value: string) => void;
};

function NumberField({ label, value, least, most, step, onChange }: NumberFieldProps) {
  return (
    <input
      className="input input-number"
      type="number"
      aria-label={label}
      required
      min={least}
      max={most}
      step={step}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
