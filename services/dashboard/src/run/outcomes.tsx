import { isOver, type Progress } from '@trunkline/client';
import { count } from '../ui/format.ts';

const kinds = [
  ['fetched', 'fetched', 'Visits that brought a response to keep'],
  ['notModified', 'not modified', 'Answered with 304'],
  ['redirected', 'redirected', 'Answered with a redirect; its target is a URL of its own'],
  ['refused', 'refused', 'Not made or not kept: robots.txt, address, scope, content type'],
  ['throttled', 'throttled', 'Answered with 429 or 503'],
  ['failed', 'failed', 'Failed; some are tried again'],
] as const;

/** How far the run is among the URLs it knows, divided by how visits ended. */
export function Outcomes({ progress: { counters, state } }: { progress: Progress }) {
  const visits = kinds.reduce((sum, [kind]) => sum + counters[kind], 0);
  const share = counters.accepted > 0 ? Math.min(1, counters.finished / counters.accepted) : 0;
  const percent = share < 1 ? Math.min(99, Math.floor(share * 100)) : 100;
  return (
    <section className="outcomes" aria-label="Outcomes">
      <div className="outcomes-head">
        <span>
          <strong>{count(counters.finished)}</strong> of {count(counters.accepted)}{' '}
          {isOver(state) ? 'URLs' : 'URLs known so far'}
          {counters.dropped > 0 && `, ${count(counters.dropped)} dropped`}
        </span>
        <span>{percent} %</span>
      </div>
      <div className="outcomes-bar" role="img" aria-label={`${percent} percent of the known URLs are over`}>
        {visits > 0 &&
          kinds.map(([kind]) => (
            <span
              key={kind}
              style={{
                background: `var(--${kind})`,
                width: `${(counters[kind] / visits) * share * 100}%`,
              }}
            />
          ))}
      </div>
      <ul className="outcomes-legend">
        {kinds.map(([kind, words, description]) => (
          <li key={kind} title={description} data-none={counters[kind] === 0}>
            <span className="swatch" style={{ background: `var(--${kind})` }} />
            {words} <strong>{count(counters[kind])}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
