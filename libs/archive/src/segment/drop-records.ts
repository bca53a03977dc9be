import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { indexLine } from '../index/index-line.ts';
import { parseRecord, parseResponse } from '../record/parse.ts';
import { scanMembers } from './cut-tail.ts';
import { checkRun } from './name.ts';
import { INDEX, sealSegment } from './seal.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Takes the records of URLs that nobody accounts for out of the sealed segments of a run: what a crawl of one process had
 * stored when it was killed, before it could note so, and will fetch again. Nobody may write the run meanwhile. Tells
 * how many responses went; repeating it, after a crash too, is harmless.
 */
export async function dropRecords(dir: string, run: string, keep: (url: string) => boolean): Promise<number> {
  const folder = join(dir, checkRun(run));
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let dropped = 0;
  for (const file of files) {
    if (!file.endsWith('.warc.gz')) continue;
    const path = join(folder, file);
    const index = (await readFile(path + INDEX, 'utf8')).split('\n').filter(Boolean);
    const orphans = index.map(urlOf).filter((url) => !keep(url));
    if (orphans.length === 0) continue;
    await rewrite(path, `${run}/${file}`, keep);
    dropped += orphans.length;
  }
  return dropped;
}

function urlOf(line: string): string {
  return (JSON.parse(line.slice(line.indexOf('{'))) as { url: string }).url;
}

/** Copies what is kept; the old segment and its index are replaced when the new ones are durable. */
async function rewrite(path: string, name: string, keep: (url: string) => boolean): Promise<void> {
  const draft = `${path}.draft`;
  const lines: string[] = [];
  const spans: { offset: number; length: number }[] = [];
  let end = 0;
  await scanMembers(path, ({ offset, length, data }) => {
    const record = parseRecord(data);
    const url = record?.headers.get('warc-target-uri');
    if (url !== undefined && !keep(url)) return;
    const response = record && parseResponse(record);
    if (response) {
      const digest = record.headers.get('warc-payload-digest') ?? '-';
      lines.push(indexLine({ ...response, digest, location: { segment: name, offset: end, length } }));
    }
    spans.push({ offset, length });
    end += length;
  });
  const from = await open(path, 'r');
  const to = await open(draft, 'w');
  try {
    for (const { offset, length } of spans) {
      const bytes = Buffer.alloc(length);
      await from.read(bytes, 0, length, offset);
      await to.write(bytes);
    }
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
  if (lines.length === 0) {
    await rm(path);
    await rm(path + INDEX);
    await rm(draft);
    return syncFolder(join(path, '..'));
  }
  await rename(draft, path);
  await sealSegment(path, lines);
}
