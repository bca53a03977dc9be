import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeHead } from '@trunkline/web/http';
import { createArchiveReader, type Location, openArchiveWriter } from '../index.ts';

const MIB = 1 << 20;

/** A file system of 16 MiB; null where this process may not mount one. */
function smallFileSystem(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir], { stdio: 'ignore' });
  return status === 0 ? dir : null;
}

for (const [what, minFreeBytes] of [
  ['passed', 4 * MIB],
  ['not watched, so that writes fail', 0],
] as const) {
  test(`a full disk stops appends by name, spoils nothing, and room lets them go on: mark ${what}`, async (t) => {
    const dir = smallFileSystem();
    if (!dir) return t.skip('mounting needs root');
    const filler = join(dir, 'filler');
    const writer = await openArchiveWriter({ dir: join(dir, 'a'), writer: 'w', minFreeBytes, gzipLevel: 0 });
    try {
      const kept: { url: string; location: Location }[] = [];
      const append = async (n: number) => {
        const url = `http://a.test/${n}`;
        const location = await writer.append(`r${n % 3}`, {
          url,
          at: 1_795_000_000_000,
          address: null,
          request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
          head: makeHead(200, [['content-type', 'text/html']]),
          body: Buffer.alloc(300_000, String(n % 10)),
        });
        kept.push({ url, location });
      };
      execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M', 'count=8'], { stdio: 'ignore' });
      let refused: unknown = null;
      for (let n = 0; refused === null; n += 3) {
        const batch = await Promise.allSettled([append(n), append(n + 1), append(n + 2)]);
        refused = batch.find((result) => result.status === 'rejected')?.reason ?? null;
      }
      assert.equal((refused as { code: string }).code, 'STORE');
      assert.equal(writer.full(), true);
      const before = kept.length;
      assert.ok(before >= 6);

      rmSync(filler);
      while (writer.full()) await new Promise((resolve) => setTimeout(resolve, 50));
      for (let n = 1000; n < 1006; n++) await append(n);
      await writer.close();

      const reader = createArchiveReader(join(dir, 'a'));
      for (const { url, location } of kept) assert.equal((await reader.read(location)).url, url);
      for (const file of globSync(join(dir, 'a/*/*.warc.gz'))) execFileSync('gzip', ['-t', file]);
      assert.deepEqual(globSync(join(dir, 'a/*/*.open')), []);
    } finally {
      spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    }
  });
}
