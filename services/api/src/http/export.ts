import type { IncomingMessage, ServerResponse } from 'node:http';
import { rowsPerCost } from '../limits/limits.ts';
import { notFound, refusal } from '../limits/refusals.ts';
import { keyOf } from '../schema/kit/ids.ts';
import type { ExportRow } from '../stores/export/export-row.ts';
import { type ExportKind, exportKinds } from '../stores/export/export-store.ts';
import { ledgerColumns } from '../stores/host/ledger/ledger-store.ts';
import type { Entered } from './gate.ts';
import { send } from './send.ts';

const formats = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/**
 * GET /export/<job or run>/<pages|captures|links>?format=ndjson|csv&after=<cursor>, and /export/<host>/ledger?format=…&from=…&to=…: rows
 * as a stream, as fast as the client takes them. Each row names the cursor from which a broken export goes on.
 */
export async function respondExport(
  request: IncomingMessage,
  response: ServerResponse,
  [id, kind]: [string, string],
  { stores: { exports, ledger }, spend, again }: Entered,
  readMs: number,
): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const format = searchParams.get('format') ?? 'ndjson';
  const isLedger = kind === 'ledger';
  if (!isLedger && !(exportKinds as readonly string[]).includes(kind))
    throw refusal(
      'BAD_INPUT',
      `There is no export of "${kind.slice(0, 50)}"; ask for ${exportKinds.join(', ')}, or of a host for ledger.`,
    );
  if (format !== 'ndjson' && format !== 'csv')
    throw refusal('BAD_INPUT', `"format" is ${JSON.stringify(format.slice(0, 50))}; pass ndjson or csv.`);
  const jobId = keyOf('Job', id);
  const runId = keyOf('Run', id);
  const after = searchParams.get('after');
  const of = { kind: kind as ExportKind, after, ...(jobId && { jobId }), ...(runId && { runId }) };
  const rows = isLedger
    ? ledger.rows(hostOf(id), momentOf(searchParams, 'from'), momentOf(searchParams, 'to'))
    : jobId || runId
      ? await exports.rows(of)
      : null;
  if (rows === null) throw notFound(id, 'job or run');
  // The first rows are read before the answer begins, so that a bad cursor is an error and no broken file.
  const first = await rows.next();
  response.writeHead(200, {
    'content-type': formats[format],
    'content-disposition': `attachment; filename="${kind}.${format}"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') {
    await rows.return(undefined);
    response.end();
    return;
  }
  await send(response, lines(rows, first), readMs);

  async function* lines(rest: AsyncGenerator<ExportRow[]>, { done, value }: IteratorResult<ExportRow[]>) {
    const names = isLedger ? ledgerColumns : exports.columns(of.kind);
    const line = (row: ExportRow) =>
      format === 'csv' ? csvLine(names.map((name) => row[name] ?? null)) : ndjsonLine(names, row);
    // Whoever goes on has the head already.
    if (format === 'csv' && after === null) yield csvLine(names);
    if (done) return;
    yield value.map(line).join('');
    await spend(value.length / rowsPerCost);
    for await (const batch of rest) {
      await again();
      yield batch.map(line).join('');
      await spend(batch.length / rowsPerCost);
    }
  }
}

function hostOf(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal('BAD_INPUT', `${JSON.stringify(text.slice(0, 100))} is no host.`);
  }
}

function momentOf(params: URLSearchParams, name: string): Date | null {
  const text = params.get(name);
  if (text === null) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw refusal(
      'BAD_INPUT',
      `"${name}" is ${JSON.stringify(text.slice(0, 50))}; pass a moment as 2026-11-30T00:00:00Z.`,
    );
  return at;
}

const ndjsonLine = (names: readonly string[], row: ExportRow) =>
  `${JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null])))}\n`;

/** RFC 4180. A text of a page that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  const texts = cells.map((cell) => {
    if (cell === null) return '';
    if (typeof cell !== 'string') return String(cell);
    const text = /^[=+@\t\r]|^-(?!\d+$)/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${texts.join(',')}\r\n`;
}
