import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exitOf } from '@trunkline/servers';
import { root } from './config.ts';

/** `npm run bench -- NAME …`: runs one benchmark; its last line on stdout is JSON. Returns the exit code. */
export async function bench([name, ...args]: string[]): Promise<number> {
  const files = globSync(['libs/*/bench/*.ts', 'services/*/bench/*.ts', 'test/load/*.ts'], { cwd: root });
  const names = files.map((file) => basename(file, '.ts')).sort();
  const file = files.find((path) => basename(path, '.ts') === name);
  if (!file) {
    console.error(
      `${name ? `There is no benchmark ${name}.` : 'Which one?'} npm run bench -- ${names.join(' | ')}`,
    );
    return 2;
  }
  return exitOf(spawn(process.execPath, [join(root, file), ...args], { cwd: root, stdio: 'inherit' }));
}
