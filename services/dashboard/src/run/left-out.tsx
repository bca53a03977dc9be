import { useAsked } from '../api/api.ts';
import { Address, Card, Table } from '../ui/card.tsx';
import { clean, count } from '../ui/format.ts';

/** Reasons that are shown. */
const MOST = 20;

const columns = [['why'], ['URLs', 'num'], ['such as']] as const;

/** What a run that is over did not crawl, or not wholly, by reason; nothing where nothing was left out. */
export function LeftOut({ run }: { run: string }) {
  const { data = [] } = useAsked((client, signal) => client.dead.leftOut(run, { signal }));
  if (data.length === 0) return null;
  const more = data.length - MOST;
  return (
    <Card title="Not crawled" about="by reason, the most frequent first">
      <Table kind="table-left-out" heads={columns}>
        {data.slice(0, MOST).map(({ kind, reason, count: many, sample }) => (
          <tr key={`${kind} ${reason}`}>
            <td className="why">{clean(reason)}</td>
            <td className="num">{count(many)}</td>
            <td className="cut">{sample && <Address url={sample} />}</td>
          </tr>
        ))}
      </Table>
      {more > 0 && <p className="card-empty">and {count(more)} more reasons: trunkline run show</p>}
    </Card>
  );
}
