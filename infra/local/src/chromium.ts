import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The chromium to test with: `CHROMIUM`, else the first one on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const onPath = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  return [env['CHROMIUM'] ?? '', ...onPath].find((path) => path !== '' && existsSync(path)) ?? null;
}
