import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexLine } from '../index/index-line.ts';
import { parseRecord, parseResponse } from '../record/parse.ts';
import { scanMembers } from '../segment/cut-tail.ts';
import { checkRun, OPEN, segmentPath } from '../segment/name.ts';
import { INDEX, writeIndex } from '../segment/seal.ts';

/** What a look at one segment shows. */
export type Inspected = {
  /** Responses and revisits, in order of their offsets. */
  responses: { url: string; offset: number; length: number }[];
  /** Bytes after the last whole record; of a segment that is still written to they say nothing. */
  tornBytes: number;
  /** Lines of its index that lead to no response, and responses without a line: the index is not that of this segment. */
  badLines: string[];
  /** Still written to: it has no index yet. */
  open: boolean;
};

/** Names of a run's segments, sealed or open, in the order of their making. */
export async function segmentsOf(dir: string, run: string): Promise<string[]> {
  const files = await readdir(join(dir, checkRun(run))).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = files.map((file) => `${run}/${file.endsWith(OPEN) ? file.slice(0, -OPEN.length) : file}`);
  return [...new Set(names.filter((name) => segmentPath(dir, name) !== null))].sort();
}

/** Reads a segment and its index through; needs memory for two records and the index. */
export async function inspectSegment(
  dir: string,
  name: string,
): Promise<Inspected & { fixIndex(): Promise<void> }> {
  const path = join(dir, name);
  const open = !(await exists(path));
  const responses: Inspected['responses'] = [];
  const lines: string[] = [];
  const { end, size } = await scanMembers(open ? path + OPEN : path, ({ offset, length, data }) => {
    const record = parseRecord(data);
    const response = record && parseResponse(record);
    if (!response) return;
    responses.push({ url: response.url, offset, length });
    const digest = record.headers.get('warc-payload-digest') ?? '-';
    lines.push(indexLine({ ...response, digest, location: { segment: name, offset, length } }));
  });
  const kept = open ? lines : await linesOf(path + INDEX);
  const expected = new Set(lines);
  const found = new Set(kept);
  return {
    responses,
    tornBytes: size - end,
    badLines: [...kept.filter((line) => !expected.has(line)), ...lines.filter((line) => !found.has(line))],
    open,
    /** Writes the index anew, from the segment. */
    fixIndex: () => writeIndex(path, lines),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** An index that is missing has no lines: each of its segment's is missed. */
async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').filter((line) => line !== '');
}
