import { join } from 'node:path';

const run = /^[0-9a-z]{1,16}$/;
const writer = /^[0-9A-Za-z_.]{1,80}$/;
const segment = /^[0-9a-z]{1,16}\/\d{17}-[0-9A-Za-z_.]{1,80}-\d{5}\.warc\.gz$/;
const openFile = /^\d{17}-([0-9A-Za-z_.]{1,80})-\d{5}\.warc\.gz\.open$/;

/** Ends the name of a segment that is still written to. */
export const OPEN = '.open';

/** Name of a new segment: `<run>/<time>-<writer>-<number>.warc.gz`. */
export function segmentName(runId: string, writerId: string, number: number, at: Date): string {
  const time = at.toISOString().replace(/\D/g, '').slice(0, 17);
  return `${checkRun(runId)}/${time}-${writerId}-${String(number).padStart(5, '0')}.warc.gz`;
}

/** Run ids become folder names: only what cannot leave the archive is one. */
export function checkRun(runId: string): string {
  if (!run.test(runId))
    throw new TypeError(`Not a run id: ${JSON.stringify(runId)}; want 1 to 16 of 0-9 a-z`);
  return runId;
}

/** A writer's id as part of file names: other characters become `_`. */
export function writerId(name: string): string {
  const id = name.replace(/[^0-9A-Za-z_.]/g, '_').slice(-64);
  if (!writer.test(id)) throw new TypeError(`Not a writer's name: ${JSON.stringify(name)}`);
  return id;
}

/** The path of a segment, sealed or open; null when the name is none of ours, such as one that leads elsewhere. */
export function segmentPath(dir: string, name: string): string | null {
  return segment.test(name) ? join(dir, name) : null;
}

/** The writer that an open segment's file belongs to; null for other files. */
export function openFileWriter(file: string): string | null {
  return openFile.exec(file)?.[1] ?? null;
}
