import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { type Program, type ProgramName, programs } from '@trunkline/test-support';
import { commandsOfReadmes } from '../readme/commands.ts';
import { programsOfLine } from './shell.ts';
import { startedIn } from './started.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** They come with Node. */
const ofNode = ['node', 'npm', 'npx'];

/**
 * Where a source starts what only an expression names: what that can be. `ours` is our own Node or a program of an npm package
 * by its path; programs are those of the list.
 */
const explained: Record<string, 'ours' | readonly ProgramName[]> = {
  // bootstrap.mjs: Node 24 of node_modules; npm and Node.
  'infra/local/bootstrap.mjs: node': 'ours',
  'infra/local/bootstrap.mjs: command': 'ours',
  "infra/local/src/build.ts: bin('turbo')": 'ours',
  "infra/local/src/build.ts: bin('vite')": 'ours',
  'services/cli/bin/trunkline.mjs: node': 'ours',
  // The Postgres of an npm package.
  'infra/servers/src/postgres-binaries.ts: binary': 'ours',
  "infra/servers/src/postgres-binaries.ts: join(folder,'native/bin/postgres')": 'ours',
  'infra/servers/src/postgres.ts: binaries.initdb': 'ours',
  'infra/servers/src/postgres.ts: binaries.postgres': 'ours',
  'infra/servers/src/redis.ts: server': ['redis-server'],
  'libs/redis/src/testing/start-server.ts: awaitprovideRedisServer(console.error)': ['redis-server'],
  'test/load/diagnosis/disk.ts: program': ['mkfs.ext4', 'mount', 'umount', 'fsfreeze', 'fallocate', 'dd'],
  // A service that runs already, a second time.
  'test/faults/twins.ts: program': 'ours',
  // The Node that is on the PATH.
  'test/clients/package.test.ts: node': 'ours',
  // Their parameters have the type ProgramName, so they start what is in the list.
  'test/faults/full-archive.test.ts: program': ['mount', 'umount', 'dd'],
  'services/worker/src/testing/worker-process.ts: command!': ['prlimit'],
  'services/cli/src/shell/completion.test.ts: shell': ['bash', 'zsh', 'fish'],
  'services/api/bench/parts/world.ts: command!': ['taskset'],
  // The commands of the READMEs are looked at below.
  "test/readme/readme.test.ts: sh … ['-c',there]": 'ours',
};

const sources = globSync('{libs,services,infra,test}/**/*.{ts,tsx,mts,mjs,cjs,js,jsx}', {
  cwd: root,
  exclude: (path) => /(?:^|\/)(?:node_modules|dist|\.trunkline|\.turbo)$/.test(path),
});

/** Programs of the packages that the sources depend on. */
const ofPackages = new Set(
  ['package.json', ...globSync('{libs,services,infra}/*/package.json', { cwd: root })].flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(read(file)) as Record<string, object | undefined>;
    return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
      const home = ['.', file.replace(/\/?package\.json$/, '')].find((folder) =>
        existsSync(join(root, folder, 'node_modules', name, 'package.json')),
      );
      if (home === undefined) return [];
      const { bin } = JSON.parse(read(join(home, 'node_modules', name, 'package.json'))) as { bin?: object };
      return typeof bin === 'object' ? Object.keys(bin) : bin ? [name.replace(/^.*\//, '')] : [];
    });
  }),
);

/** What of these is nowhere said to be installed; by file and line. */
function undeclared(file: string, code: string): string[] {
  return startedIn(code).flatMap((started) => {
    const where = `${file}:${started.line}`;
    if ('hidden' in started) return [`${where} ${started.hidden}`];
    if ('expression' in started)
      return `${file}: ${started.expression}` in explained
        ? []
        : [`${where} starts ${started.expression}, whatever that is: say so in "explained"`];
    return isDeclared(started.program) ? [] : [`${where} starts ${started.program}`];
  });
}

const isDeclared = (program: string) =>
  program in programs || ofNode.includes(program) || ofPackages.has(program);

test('the sources start no program but those of the list, of Node and of their npm packages', () => {
  assert.ok(sources.length > 500);
  assert.deepEqual(
    sources.flatMap((file) => undeclared(file, read(file))),
    [],
    'A program that is started stands in infra/servers/src/programs.ts, from where npm test installs it',
  );
});

test('neither do the scripts of packages, the gate and the commands of the READMEs', () => {
  const lines = [
    ...['package.json', ...globSync('{libs,services,infra,test}/*/package.json', { cwd: root })].flatMap(
      (file) => {
        const { scripts = {} } = JSON.parse(read(file)) as { scripts?: Record<string, string> };
        return Object.entries(scripts).map(([name, line]) => [`${file} ${name}`, line] as const);
      },
    ),
    ['.ci/run', read('.ci/run')] as const,
    ...commandsOfReadmes(root).map(({ file, command }) => [file, command] as const),
  ];
  assert.ok(lines.length > 50);
  const found = lines.flatMap(([where, line]) =>
    programsOfLine(line)
      .filter((program) => !isDeclared(program))
      .map((program) => `${where} starts ${program}`),
  );
  assert.deepEqual(found, []);
});

test('what is in the list is started somewhere, and so is what is explained', () => {
  const all = sources.flatMap((file) => startedIn(read(file)).map((started) => ({ file, ...started })));
  const started = new Set([
    ...all.flatMap((each) => ('program' in each ? [each.program] : [])),
    ...Object.values(explained).flatMap((what) => (what === 'ours' ? [] : what)),
    ...programsOfLine(read('.ci/run')),
  ]);
  assert.deepEqual(
    Object.keys(programs).filter((name) => !started.has(name)),
    [],
  );
  const expressions = new Set(all.map((each) => 'expression' in each && `${each.file}: ${each.expression}`));
  assert.deepEqual(
    Object.keys(explained).filter((key) => !expressions.has(key)),
    [],
  );
});

test('a test that starts what a Debian may be without says so, and is left out there', () => {
  const tests = sources.filter((file) => file.endsWith('.test.ts')).map(read);
  const guarded = new Set(
    tests
      .flatMap((code) => [...code.matchAll(/\bwithout\(([^)]*)\)/g)])
      .flatMap(([, names = '']) => names.split(', ').map((name) => name.replaceAll("'", ''))),
  );
  const needed = Object.entries<Program>(programs).filter(
    ([, { by, everywhere }]) => by === 'test' && !everywhere,
  );
  for (const [name] of needed)
    assert.ok(
      guarded.has(name) || (isShell(name) && guarded.has('shell')),
      `no test asks without('${name}')`,
    );
});

const isShell = (name: string) => ['zsh', 'fish'].includes(name); // of completion.test.ts, in a loop

const module = "import { exec, execFile, execSync, fork, spawn, spawnSync } from 'node:child_process';\n";
const unknown = {
  'by spawn': "spawn('nmap', ['-p', '1']);",
  'in double quotes': 'spawnSync("nmap");',
  'in a template': 'spawn(`nmap`);',
  'by execFile': "execFile('nmap', () => {});",
  'over several lines': "spawn(\n  // what it is\n  'nmap',\n  [],\n);",
  'in a shell line': "exec('nmap -p 1');",
  'in a pipe': "execSync('true && gzip -c x | nmap -iL -');",
  'behind a variable': "execSync('A=1 nmap');",
  'in a substitution': `exec(\`echo "$(nmap -V)" > \${file}\`);`,
  'by sh -c': "spawn('sh', ['-c', 'test -e x || nmap']);",
  'by bash -ec': "spawnSync('bash', ['-ec', 'nmap']);",
  'with shell: true': "spawn('gzip x; nmap', { shell: true });",
  'by another program': "spawn('unshare', ['-n', 'nmap']);",
  'by two others': "spawn('prlimit', ['--nofile=9', 'unshare', '-n', 'nmap']);",
  promisified: "const run = promisify(execFile);\nawait run('nmap');",
  'within a template': `console.log(\`version \${String(spawnSync("nmap"))}\`);`,
  'after a regular expression with quotes': "const quote = /['\"]/;\nspawn('nmap');",
  'by what only an expression names': 'spawn(name, []);',
  'as a function that is handed on': 'start(spawn);',
  'by a name that is made up': "spawn('nm' + 'ap');",
  'in a shell whose line is not known': "spawn('sh', ['-c', line]);",
  'by another program, unknown': "spawn('unshare', ['-n', name]);",
};
for (const [how, code] of Object.entries(unknown))
  test(`an undeclared program is found when it is started ${how}`, () => {
    const found = undeclared('x.ts', module + code);
    assert.equal(found.length, 1, found.join('\n'));
  });

for (const [how, code] of Object.entries({
  'under another name': "import { spawn as start } from 'child_process';\nstart('nmap');",
  'of the whole module': "import * as processes from 'node:child_process';\nprocesses.spawn('nmap');",
  'by require': "require('node:child_process').spawn('nmap');",
  'by a dynamic import': "const { spawn } = await import('node:child_process');",
  'handed on by an export': "export { spawn } from 'node:child_process';",
  'as a browser of playwright': "import { chromium } from 'playwright-core';\nawait chromium.launch();",
}))
  test(`an undeclared program is found when it is started ${how}`, () => {
    assert.equal(undeclared('x.ts', code).length, 1);
  });

test('what is no start of a program is not taken for one', () => {
  const code = `${module}
    // spawn('nmap');
    /* execSync('nmap') */
    const found = /x/.exec('nmap');
    const text = "spawn('nmap')";
    type Child = ReturnType<typeof spawn>;
    const options = { spawn: 'nmap', exec: 1 };
    spawn(process.execPath, ['nmap']);
    spawn('gzip', ['nmap']);
    spawn('unshare', ['-n', process.execPath, 'nmap']);
    exec('cd x && gzip -t < nmap 2>&1 # nmap');
    fork('nmap.ts');
  `;
  assert.deepEqual(undeclared('x.ts', code), []);
});
