import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const root = dirname(import.meta.dirname);

export type Manifest = {
  name: string;
  exports?: string | Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

/** Folders of the packages, from the root, with what they declare. */
export const packages = new Map<string, Manifest>(
  globSync(['{libs,services,infra}/*/package.json', 'test/support/package.json'], { cwd: root })
    .sort()
    .map((file) => [dirname(file), JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest]),
);

/** What a source says it imports, types too: of statements, of `import()` as a value, and of `import()` as a type. */
export function specifiersOf(code: string): string[] {
  const statements = code.matchAll(/^(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*'([^']+)'/gms);
  const calls = code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [...statements, ...calls].map(([, specifier]) => specifier!);
}

/** Tests, and what only tests, benches and tools import. */
export const isForTests = (file: string): boolean =>
  /(\.test\.tsx?|\.fixture\.ts|-for-tests\.ts|\/testing\.ts|\/testing\/.*)$/.test(file) ||
  !/^[^/]+\/[^/]+\/src\//.test(file);

export const sourcesOf = (folder: string): string[] =>
  globSync(`${folder}/{src,bench,scripts}/**/*.{ts,tsx}`, { cwd: root }).sort();

/** All that is written by hand in a package, but for what its tests read. */
export const filesOf = (folder: string): string[] =>
  globSync(`${folder}/{src,bench,scripts,heads}/**/*.{ts,tsx,lua,graphql,css}`, { cwd: root }).sort();

/** Folder → the names in it: of sources, without what a file is to its source, and of rooms, with a slash. */
export function namesIn(files: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (folder: string, name: string) => {
    if (!found.has(folder)) found.set(folder, new Set());
    found.get(folder)!.add(name);
  };
  for (const file of files) {
    add(posix.dirname(file), posix.basename(file).replace(/(\.fuzz)?(\.test|\.fixture)?\.\w+$/, ''));
    for (let room = posix.dirname(file); room.includes('/'); room = posix.dirname(room))
      add(posix.dirname(room), `${posix.basename(room)}/`);
  }
  return found;
}

/** The file that a specifier means, from the root; null: it is no source of ours. */
export function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [, name, door = ''] = /^(@trunkline\/[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return null;
  const [folder, { exports }] = [...packages].find(([, manifest]) => manifest.name === name)!;
  const file = typeof exports === 'string' ? exports : exports?.[`.${door}`];
  if (file === undefined) throw new Error(`${from} imports ${specifier}, and ${name} has no such door`);
  return posix.join(folder, file);
}

/** Every source of all packages → the sources it imports. */
export function importGraph(): Map<string, string[]> {
  const files = [...packages.keys()].flatMap(sourcesOf);
  return new Map(
    files.map((file) => {
      const all = specifiersOf(readFileSync(join(root, file), 'utf8')).map((one) => resolveImport(file, one));
      return [file, [...new Set(all.filter((one) => one !== null))]];
    }),
  );
}

/** Sources that import each other, each circle once: its strongly connected component, with a shortest way around. */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const [numbers, lows, stack] = [new Map<string, number>(), new Map<string, number>(), [] as string[]];
  const visit = (file: string) => {
    numbers.set(file, numbers.size);
    lows.set(file, numbers.get(file)!);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!numbers.has(next)) visit(next);
      if (stack.includes(next)) lows.set(file, Math.min(lows.get(file)!, lows.get(next)!));
    }
    if (lows.get(file) !== numbers.get(file)) return;
    const members = stack.splice(stack.indexOf(file));
    if (members.length > 1 || graph.get(file)?.includes(file)) circles.push(wayAround(graph, members));
  };
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return circles;
}

function wayAround(graph: ReadonlyMap<string, readonly string[]>, members: readonly string[]): string {
  const [first] = members as [string];
  const ways = [[first]];
  for (const way of ways) {
    for (const next of graph.get(way.at(-1)!) ?? []) {
      if (next === first) return [...way, next].join(' → ');
      if (members.includes(next) && !ways.some((known) => known.includes(next))) ways.push([...way, next]);
    }
  }
  return members.join(', ');
}
