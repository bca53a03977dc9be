import type { StageSummary as Stage } from '@trunkline/client';
import { Card, Table } from '../ui/card.tsx';
import { count, duration } from '../ui/format.ts';

const time = (ms: number | null) => (ms === null ? '–' : duration(ms));
const meanOf = ({ wait, service }: Stage) => (wait.meanMs ?? 0) + (service.meanMs ?? 0);

const numbers = [
  'in flight',
  'waiting',
  'done',
  'failed',
  'wait p50',
  'wait p95',
  'service p50',
  'service p95',
];
const columns = [
  ['stage'],
  ...numbers.map((name) => [name, 'num'] as const),
  ['share of a visit’s time', 'share-column'],
] as const;

/** Where the visits are and where their time goes: waiting and service apart. */
export function Stages({ stages }: { stages: Stage[] }) {
  const whole = stages.reduce((sum, stage) => sum + meanOf(stage), 0);
  return (
    <Card title="Stages" about="what a visit goes through, all workers together">
      <Table heads={columns}>
        {stages.map((stage) => (
          <StageRow key={stage.stage} stage={stage} whole={whole} />
        ))}
      </Table>
    </Card>
  );
}

function StageRow({ stage, whole }: { stage: Stage; whole: number }) {
  const of = (ms: number | null) => (whole > 0 ? ((ms ?? 0) / whole) * 100 : 0);
  const percent = of(meanOf(stage));
  return (
    <tr data-busy={stage.inFlight + stage.waiting > 0}>
      <th scope="row">{stage.stage.toLowerCase()}</th>
      <td className="num">{count(stage.inFlight)}</td>
      <td className={stage.waiting > 0 ? 'num held' : 'num'}>{count(stage.waiting)}</td>
      <td className="num">{count(stage.done)}</td>
      <td className={stage.failed > 0 ? 'num bad' : 'num'}>{count(stage.failed)}</td>
      <td className="num">{time(stage.wait.p50Ms)}</td>
      <td className="num">{time(stage.wait.p95Ms)}</td>
      <td className="num">{time(stage.service.p50Ms)}</td>
      <td className="num">{time(stage.service.p95Ms)}</td>
      <td className="share-column">
        <span className="share" role="img" aria-label={`${Math.round(percent)} percent`}>
          <span className="share-service" style={{ width: `${of(stage.service.meanMs)}%` }} />
          <span className="share-wait" style={{ width: `${of(stage.wait.meanMs)}%` }} />
        </span>
        <span className="share-number">{percent >= 0.5 ? `${Math.round(percent)} %` : ''}</span>
      </td>
    </tr>
  );
}
