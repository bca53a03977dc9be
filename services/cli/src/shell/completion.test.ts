import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ProgramName, without } from '@trunkline/test-support';
import { emptyHome, run } from '../testing/testing.ts';

const shells = ['bash', 'zsh', 'fish'] as const satisfies ProgramName[];

const script = async (shell: string) => (await run(['completion', shell], {})).out;

type Complete = (...words: string[]) => string[];

const completers: Record<(typeof shells)[number], (script: string) => Complete> = {
  bash:
    (text) =>
    (...words) =>
      lines(
        'bash',
        `${text}\nCOMP_WORDS=(trunkline ${words.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length}\n_trunkline\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
      ),
  // Completion functions run inside the line editor; what they were given to choose from is printed instead.
  zsh:
    (text) =>
    (...words) =>
      lines(
        'zsh',
        `compdef() { :; }\n_files() { :; }\n_describe() { print -l -- "\${(@)\${(@P)2}%%:*}"; }\n${text}\nwords=(trunkline ${words.map((word) => `'${word}'`).join(' ')})\nCURRENT=${words.length + 1}\n_trunkline`,
        ['-f'],
      ).filter((name) => name.startsWith(words.at(-1)!)),
  fish:
    (text) =>
    (...words) =>
      lines('fish', `${text}\ncomplete -C '${['trunkline', ...words].join(' ')}'`, ['--no-config']).map(
        (line) => line.split('\t')[0]!,
      ),
};

function lines(shell: (typeof shells)[number], source: string, options: string[] = []): string[] {
  // From a file, for an argument has 128 KiB at most.
  const file = join(emptyHome(), 'script');
  writeFileSync(file, source);
  return execFileSync(shell, [...options, file], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

for (const shell of shells)
  test(`${shell} completes commands, options and their choices`, { skip: without(shell) }, async () => {
    const complete = completers[shell](await script(shell));
    assert.deepEqual(complete('exp').sort(), ['explain', 'export']);
    assert.deepEqual(complete('job', 'ca'), ['cancel']);
    assert.deepEqual(complete('host', 'rule', 's'), ['set']);
    assert.deepEqual(complete('job', 'create', '--max-p'), ['--max-pages']);
    assert.deepEqual(complete('job', 'create', 'http://a.test/', '--wat'), ['--watch']);
    assert.deepEqual(complete('job', 'list', '--state', 'canc').sort(), ['cancelled', 'cancelling']);
  });

test('a shell that nobody completes for is named, with those there are', async () => {
  const { exitCode, err } = await run(['completion', 'csh'], {});
  assert.equal(exitCode, 2);
  assert.match(err, /csh.*bash, zsh, fish/);
});
