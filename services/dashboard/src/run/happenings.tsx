import { useState } from 'react';
import { clean, clockTime, count, webAddress } from '../ui/format.ts';
import type { Happening } from './followed-run.ts';

/** Lines shown at once. */
const SHOWN = 50;

/** What happens in the run, newest first: its states, and visits that brought nothing. It can be held still to be read. */
export function Happenings({ happenings, over }: { happenings: Happening[]; over: boolean }) {
  const [held, setHeld] = useState<Happening[] | null>(null);
  const [finalOnly, setFinalOnly] = useState(false);
  const wanted = (held ?? happenings).filter(
    (line) => !finalOnly || line.kind !== 'trouble' || line.trouble.final,
  );
  const newest = held?.[0]?.key;
  const cameSince =
    held === null
      ? 0
      : Math.max(
          0,
          happenings.findIndex(({ key }) => key === newest),
        );
  return (
    <section className="card card-flush" aria-label="What happens">
      <h3 className="card-title">
        What happens <span className="quiet">states, and a sample of visits that brought nothing</span>
        <span className="card-tools">
          <label className="check">
            <input
              type="checkbox"
              checked={finalOnly}
              onChange={(event) => setFinalOnly(event.target.checked)}
            />{' '}
            given up only
          </label>
          <button
            type="button"
            className="button button-small"
            aria-pressed={held !== null}
            onClick={() => setHeld(held === null ? happenings : null)}
          >
            {held === null ? 'Hold' : `Go on${cameSince > 0 ? ` (${cameSince} new)` : ''}`}
          </button>
        </span>
      </h3>
      {wanted.length === 0 ? (
        <p className="card-empty">
          {over ? 'The run is over; nothing more happens.' : 'Nothing went wrong since this page was opened.'}
        </p>
      ) : (
        <ol className="happenings">
          {wanted.slice(0, SHOWN).map((happening) => (
            <li key={happening.key} className="happening">
              <time className="happening-at">{clockTime(happening.at)}</time>
              <Line happening={happening} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ happening }: { happening: Happening }) {
  if (happening.kind === 'gap')
    return (
      <span className="held happening-text">
        {count(happening.gone)} {happening.gone === 1 ? 'event' : 'events'} came while the connection was
        lost, and are no longer kept
      </span>
    );
  if (happening.kind === 'state')
    return <span className="happening-text">the run is {happening.to.toLowerCase()}</span>;
  const { url, outcome, code, detail, status, attempt, final, unseen } = happening.trouble;
  const address = webAddress(url);
  const why = [code ?? outcome, status, detail?.replaceAll(url, 'it')]
    .filter((part) => part != null && part !== '')
    .join(' · ');
  return (
    <span className="happening-text">
      <span className={outcome === 'failed' ? 'bad' : 'held'}>{outcome}</span>{' '}
      {address ? (
        <a className="mono" href={address} target="_blank" rel="noopener noreferrer">
          {clean(url)}
        </a>
      ) : (
        <span className="mono">{clean(url)}</span>
      )}{' '}
      <span className="quiet">
        {clean(why)}
        {attempt > 1 && `, attempt ${attempt}`}
        {final && outcome === 'failed' && ', given up'}
        {unseen > 0 && `, and ${count(unseen)} more like it`}
      </span>
    </span>
  );
}
