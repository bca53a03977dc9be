import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Who starts a program; whoever runs tests may run everything but benchmarks and the check. */
export type Purpose = 'start' | 'test' | 'bench' | 'check' | 'install';

export type Program = {
  /** Who starts it. */
  by: Purpose;
  /** What for, as the end of "needed …". */
  needed: string;
  /** The Debian package it comes in. */
  debian: string;
  /** True for what every Debian has (`Essential` packages and those of priority `required`). */
  everywhere?: true;
  /** Other names of programs that do the same, and a variable that may hold the path of one. */
  or?: readonly string[];
  variable?: string;
};

/**
 * Every program that the sources, the tests and the benchmarks start, beside Node with its npm and what npm packages bring.
 * `npm test` installs those it needs, or says what is missing; test/programs holds the sources to this list.
 */
export const programs = {
  'redis-server': {
    ...{ by: 'start', needed: 'as the Redis of npm start and of nearly every test', debian: 'redis-server' },
    or: ['valkey-server'],
  },
  test: { by: 'start', needed: 'to see where Postgres may run', debian: 'coreutils', everywhere: true },
  chromium: {
    ...{ by: 'test', needed: 'to see the dashboard and the client in a browser', debian: 'chromium' },
    ...{ or: ['chromium-browser', 'google-chrome'], variable: 'CHROMIUM' },
  },
  openssl: { by: 'test', needed: 'to make certificates', debian: 'openssl' },
  curl: { by: 'test', needed: 'to follow a run as a script does', debian: 'curl' },
  ip: { by: 'test', needed: 'to give a network namespace a public address', debian: 'iproute2' },
  unshare: {
    ...{ by: 'test', needed: 'to make a network namespace', debian: 'util-linux', everywhere: true },
  },
  mount: { by: 'test', needed: 'to make a disk that gets full', debian: 'mount', everywhere: true },
  umount: { by: 'test', needed: 'to take that disk away', debian: 'mount', everywhere: true },
  dd: { by: 'test', needed: 'to fill that disk', debian: 'coreutils', everywhere: true },
  gzip: { by: 'test', needed: 'to read what we compressed', debian: 'gzip', everywhere: true },
  prlimit: {
    ...{ by: 'test', needed: 'to let a worker run out of descriptors', debian: 'util-linux' },
    everywhere: true,
  },
  sh: { by: 'test', needed: 'to run the commands of the READMEs', debian: 'dash', everywhere: true },
  bash: { by: 'test', needed: 'to complete words of the command line', debian: 'bash', everywhere: true },
  zsh: { by: 'test', needed: 'to complete words of the command line', debian: 'zsh' },
  fish: { by: 'test', needed: 'to complete words of the command line', debian: 'fish' },
  tcpdump: { by: 'bench', needed: 'to see when packets cross the loopback interface', debian: 'tcpdump' },
  wget: { by: 'bench', needed: 'to see what it reads of odd answers', debian: 'wget' },
  'mkfs.ext4': {
    ...{
      by: 'bench',
      needed: 'to make the file system of an archive that gets slow or full',
      debian: 'e2fsprogs',
    },
  },
  fsfreeze: {
    ...{ by: 'bench', needed: 'to make that file system slow', debian: 'util-linux', everywhere: true },
  },
  fallocate: {
    ...{ by: 'bench', needed: 'to fill that file system', debian: 'util-linux', everywhere: true },
  },
  taskset: {
    ...{ by: 'bench', needed: 'to keep a server and those who ask it apart', debian: 'util-linux' },
    everywhere: true,
  },
  dirname: { by: 'check', needed: 'to find the repository', debian: 'coreutils', everywhere: true },
  git: { by: 'check', needed: 'to compare the schema with that of main', debian: 'git' },
  ps: { by: 'start', needed: 'to know a process again where there is no /proc', debian: 'procps' },
  'apt-get': { by: 'install', needed: 'to install the others', debian: 'apt', everywhere: true },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** The path of a program: that in its variable, else the first on the PATH under any of its names; null when there is none. */
export function findProgram(name: ProgramName): string | null {
  const { or = [], variable }: Program = programs[name];
  const named = variable ? (process.env[variable] ?? '') : '';
  const onPath = [name, ...or].flatMap((each) =>
    (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, each)),
  );
  return [named, ...onPath].find((path) => path !== '' && isExecutable(path)) ?? null;
}

/** For the `skip` of a test: why it is left out where one of these programs is missing, or false. */
export function without(...names: ProgramName[]): string | false {
  const missing = names.filter((name) => !findProgram(name));
  return missing.length > 0 && `needs ${missing.join(' and ')}, which is not here`;
}

/** What a test run starts. (`ps` is for systems without /proc, which have it.) */
export const programsOfTests = (Object.keys(programs) as ProgramName[]).filter(
  (name) => ['start', 'test'].includes(programs[name].by) && name !== 'ps',
);

/** A line for each of these programs, and the command that installs them. */
export function listOf(names: readonly ProgramName[]): string {
  const lines = names.map((name) => `  ${name.padEnd(14)}${programs[name].needed}`);
  const packages = [...new Set(names.map((name) => programs[name].debian))];
  return `${lines.join('\n')}\n  Debian: sudo apt-get install -y ${packages.join(' ')}`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
