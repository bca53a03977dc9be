import { useState } from 'react';
import { Address, Card } from '../ui/card.tsx';
import { Check } from '../ui/choices.tsx';
import { clean, clockTime, count } from '../ui/format.ts';
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
  const tools = (
    <span className="card-tools">
      <Check on={finalOnly} onChange={setFinalOnly}>
        given up only
      </Check>
      <button
        type="button"
        className="button button-small"
        aria-pressed={held !== null}
        onClick={() => setHeld(held === null ? happenings : null)}
      >
        {held === null ? 'Hold' : `Go on${cameSince > 0 ? ` (${cameSince} new)` : ''}`}
      </button>
    </span>
  );
  return (
    <Card title="What happens" about="states, and a sample of visits that brought nothing" tools={tools}>
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
    </Card>
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
  const why = [code ?? outcome, status, detail?.replaceAll(url, 'it')]
    .filter((part) => part != null && part !== '')
    .join(' · ');
  return (
    <span className="happening-text">
      <span className={outcome === 'failed' ? 'bad' : 'held'}>{outcome}</span> <Address url={url} />{' '}
      <span className="quiet">
        {clean(why)}
        {attempt > 1 && `, attempt ${attempt}`}
        {final && outcome === 'failed' && ', given up'}
        {unseen > 0 && `, and ${count(unseen)} more like it`}
      </span>
    </span>
  );
}
