import { isOver, type Progress } from '@trunkline/client';
import { bytes, count, rate } from '../ui/format.ts';

/** The numbers an operator looks at first. */
export function Figures({ progress }: { progress: Progress }) {
  const { counters, pagesPerSecond, bytesPerSecond, state } = progress;
  return (
    <dl className="figures">
      <Figure
        name="pages a second"
        value={rate(pagesPerSecond)}
        more={isOver(state) ? 'on average' : `${bytes(bytesPerSecond)}/s`}
      />
      <Figure name="fetched" value={count(counters.fetched)} more={`${bytes(counters.bytes)} received`} />
      <Figure
        name="waiting"
        value={count(counters.waiting)}
        more={`on ${count(counters.hosts)} ${counters.hosts === 1 ? 'host' : 'hosts'}${counters.delayed > 0 ? `, ${count(counters.delayed)} delayed` : ''}`}
      />
      <Figure
        name="in flight"
        value={count(counters.inFlight)}
        more={`${count(counters.known)} known links`}
      />
      <Figure
        name="failed visits"
        value={count(counters.failed)}
        more={counters.dead > 0 ? `${count(counters.dead)} URLs given up` : 'none given up'}
        bad={counters.failed > 0}
      />
    </dl>
  );
}

function Figure({
  name,
  value,
  more,
  bad = false,
}: {
  name: string;
  value: string;
  more: string;
  bad?: boolean;
}) {
  return (
    <div className="figure">
      <dt className="small">{name}</dt>
      <dd className={bad ? 'figure-value bad' : 'figure-value'}>{value}</dd>
      <dd className="small">{more}</dd>
    </div>
  );
}
