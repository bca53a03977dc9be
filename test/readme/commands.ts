import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Not run by readme.test.ts, and what runs them. */
const elsewhere: Record<string, string> = {
  'npm start': 'startStack runs its main.ts, and test/crawl the rest',
  'npm run dev': 'the same with a watcher; it never ends by itself',
  'npm test': 'runs this test',
  'npm run check': 'the gate runs it before the tests',
};

export const readmes = (root: string) =>
  globSync('{README.md,{libs,services,infra}/*/README.md}', { cwd: root });

/** The commands that the READMEs show and readme.test.ts runs, each once a file. */
export function commandsOfReadmes(root: string): { file: string; command: string }[] {
  return readmes(root).flatMap((file) =>
    [...new Set(commandsOf(readFileSync(join(root, file), 'utf8')))]
      .filter((command) => !(command in elsewhere) && !/^npm run bench -- |^docker /.test(command))
      .map((command) => ({ file, command })),
  );
}

/** Lines of `sh` blocks, and what follows a `$` in the others; without comments. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .flatMap(([, kind, body = '']) =>
      body.split('\n').filter((line) => kind === 'sh' || line.startsWith('$ ')),
    )
    .map((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/\s+#\s.*$/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !line.startsWith('#'));
}
