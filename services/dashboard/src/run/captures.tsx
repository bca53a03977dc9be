import type { Capture } from '@trunkline/client';
import { Address, Card, Table } from '../ui/card.tsx';
import { bytes, clean, clockTime } from '../ui/format.ts';

const columns = [['status', 'num'], ['page'], ['type'], ['size', 'num'], ['at', 'num']] as const;

/** The newest stored responses. Their URLs and titles are hostile text: never markup, links only to the web. */
export function Captures({ captures }: { captures: Capture[] | undefined }) {
  return (
    <Card title="Latest captures" about="stored responses, newest first">
      {captures === undefined || captures.length === 0 ? (
        <p className="card-empty">{captures ? 'Nothing is stored yet.' : 'Loading…'}</p>
      ) : (
        <Table kind="table-captures" heads={columns}>
          {captures.map((capture) => (
            <CaptureRow key={capture.id} capture={capture} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function CaptureRow({ capture }: { capture: Capture }) {
  const tone = capture.status >= 400 ? 'bad' : capture.status >= 300 ? 'held' : 'good';
  return (
    <tr>
      <td className={`num ${tone}`}>{capture.status}</td>
      <td className="page">
        <span className="page-title cut">
          {capture.title ? clean(capture.title) : <span className="quiet">no title</span>}
        </span>
        <Address url={capture.url} kind="page-url cut" />
      </td>
      <td className="cut type">{clean(capture.contentType ?? '–')}</td>
      <td className="num" title={capture.truncated ? `cut: ${clean(capture.truncated)}` : undefined}>
        {bytes(capture.bytes)}
        {capture.truncated && ' ✂'}
      </td>
      <td className="num">{clockTime(capture.capturedAt)}</td>
    </tr>
  );
}
