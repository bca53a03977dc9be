import type { Capture } from '@trunkline/client';
import { bytes, clean, clockTime, webAddress } from '../ui/format.ts';

const columns = [['status', 'num'], ['page'], ['type'], ['size', 'num'], ['at', 'num']] as const;

/** The newest stored responses. Their URLs and titles are hostile text: never markup, links only to the web. */
export function Captures({ captures }: { captures: Capture[] | undefined }) {
  return (
    <section className="card card-flush" aria-label="Latest captures">
      <h3 className="card-title">
        Latest captures <span className="quiet">stored responses, newest first</span>
      </h3>
      {captures === undefined || captures.length === 0 ? (
        <p className="card-empty">{captures ? 'Nothing is stored yet.' : 'Loading…'}</p>
      ) : (
        <div className="scroll">
          <table className="table table-captures">
            <thead>
              <tr>
                {columns.map(([name, kind]) => (
                  <th key={name} scope="col" className={kind}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {captures.map((capture) => (
                <CaptureRow key={capture.id} capture={capture} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CaptureRow({ capture }: { capture: Capture }) {
  const address = webAddress(capture.url);
  const url = clean(capture.url);
  const tone = capture.status >= 400 ? 'bad' : capture.status >= 300 ? 'held' : 'good';
  return (
    <tr>
      <td className={`num ${tone}`}>{capture.status}</td>
      <td className="page">
        <span className="page-title cut">
          {capture.title ? clean(capture.title) : <span className="quiet">no title</span>}
        </span>
        {address ? (
          <a
            className="page-url cut mono"
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            title={url}
          >
            {url}
          </a>
        ) : (
          <span className="page-url cut mono">{url}</span>
        )}
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
