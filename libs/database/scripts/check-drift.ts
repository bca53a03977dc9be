/** Fails when the tables in src/tables say something that the committed migrations do not. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'drift-'));
try {
  cpSync(join(home, 'drizzle'), copy, { recursive: true });
  const before = new Set(readdirSync(copy));
  // Nobody can answer drizzle-kit's questions about renames here: without a terminal they count as drift.
  execFileSync(
    'drizzle-kit',
    ['generate', '--dialect', 'postgresql', '--schema', './src/tables/*.ts', '--out', copy],
    {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    },
  );
  const added = readdirSync(copy).filter((name) => !before.has(name));
  if (added.length > 0) {
    const sql = added.map((name) => readFileSync(join(copy, name, 'migration.sql'), 'utf8')).join('\n');
    console.error(`Tables and migrations differ. Run: npm run generate -w @trunkline/database\n\n${sql}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
