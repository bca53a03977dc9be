import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import {
  circlesOf,
  filesOf,
  importGraph,
  isForTests,
  namesIn,
  packages,
  root,
  sourcesOf,
  specifiersOf,
} from './imports.ts';
import { drawn, picture } from './picture.ts';

const controlPlane = [
  'archive',
  'control',
  'database',
  'diagnosis',
  'frontier',
  'policy',
  'redis',
  'service',
  'telemetry',
  'web',
];

/** Who may depend on whom. A new arrow in the architecture is a new word here. */
const allowed: Record<string, string[]> = {
  web: [],
  policy: [],
  redis: [],
  telemetry: ['redis'],
  service: [],
  diagnosis: [],
  database: [],
  control: ['database', 'diagnosis', 'frontier', 'policy', 'telemetry'],
  client: [],
  dashboard: ['client'],
  archive: ['web'],
  frontier: ['policy', 'redis', 'web'],
  visit: ['archive', 'policy', 'telemetry', 'web'],
  crawl: ['archive', 'frontier', 'policy', 'telemetry', 'visit', 'web'],
  worker: ['archive', 'crawl', 'frontier', 'policy', 'redis', 'service', 'telemetry'],
  cli: ['archive', 'client', 'crawl', 'frontier', 'policy', 'redis', 'telemetry', 'visit', 'web'],
  api: controlPlane,
  // Repair reads stored pages again, and must find the links that a visit found.
  conductor: [...controlPlane, 'visit'],
  servers: [],
  local: ['database', 'redis', 'servers', 'service'],
  'test-support': ['servers'],
};

const short = (name: string) => name.replace('@trunkline/', '').replace(/\/.*$/, '');
const own = (name: string) => name.startsWith('@trunkline/');

for (const [folder, { name, dependencies = {}, devDependencies = {} }] of packages) {
  const may = allowed[short(name)] ?? [];

  test(`${short(name)} depends on what the map says`, () => {
    // What is bundled is nothing that is installed.
    const imported = short(name) === 'dashboard' ? devDependencies : dependencies;
    assert.deepEqual(Object.keys(imported).filter(own).map(short).sort(), may.toSorted());
  });

  test(`${short(name)} imports only packages it declares, and no path leaves its folder`, () => {
    for (const source of sourcesOf(folder)) {
      const isTest = isForTests(source);
      for (const specifier of specifiersOf(readFileSync(`${root}/${source}`, 'utf8'))) {
        const where = `${source} imports ${specifier}`;
        assert.ok(
          specifier !== 'ioredis' || short(name) === 'redis',
          `${where}: libs/redis is the door to it`,
        );
        if (own(specifier)) {
          const declared = {
            ...dependencies,
            ...(isTest || short(name) === 'dashboard' ? devDependencies : {}),
          };
          assert.ok(specifier.split('/').slice(0, 2).join('/') in declared, where);
        } else if (specifier.startsWith('.')) {
          assert.ok(posix.join(posix.dirname(source), specifier).startsWith(`${folder}/`), where);
        }
      }
    }
  });
}

test('the picture in docs/architecture.md is drawn from the imports', () => {
  assert.equal(drawn(), picture(), 'draw it again: node test/picture.ts');
});

test('docs/architecture.md names what is there', () => {
  const named = readFileSync(`${root}/docs/architecture.md`, 'utf8').match(/`(libs|services)\/[^`]+`/g)!;
  const gone = named
    .map((path) => path.slice(1, -1))
    .filter((path) => !existsSync(`${root}/${path}`))
    .filter((path) => !existsSync(`${root}/${path.replace(/^(\w+\/[\w-]+)/, '$1/src')}`));
  assert.deepEqual(gone, []);
});

test('no sources import each other in a circle, types included', () => {
  assert.deepEqual(circlesOf(importGraph()), []);
});

/** A newcomer takes in so many names at once: of sources, each with its test and its Lua, and of rooms. */
const MOST_NAMES = 15;

/** Folders with more, and why. */
const larger: Record<string, number> = {
  'services/conductor/src': 20, // a room for each duty: the list in duties.ts
};

test('no folder holds more names than one takes in at once: a crowded one has rooms', () => {
  const crowded = [...namesIn([...packages.keys()].flatMap(filesOf))]
    .map(([folder, names]) => ({ folder, names: names.size, most: larger[folder] ?? MOST_NAMES }))
    .filter(({ names, most }) => names > most);
  assert.deepEqual(crowded, []);
});

test('a source, its tests, its fixture and its Lua are one name, and so is a room', () => {
  const files = ['a/b.ts', 'a/b.lua', 'a/b.test.ts', 'a/b.fuzz.test.ts', 'a/b.fixture.ts', 'a/b/c/d.tsx'];
  const names = Array.from(namesIn(files), ([folder, found]) => [folder, [...found]]);
  assert.deepEqual(Object.fromEntries(names), { a: ['b', 'b/'], 'a/b': ['c/'], 'a/b/c': ['d'] });
});

test('a circle is found wherever it goes round, and told by a way around', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['a', 'e'], d: ['e'], e: ['f'], f: [], g: ['g'] };
  assert.deepEqual(circlesOf(new Map(Object.entries(graph))), ['a → b → c → a', 'g → g']);
});

test('imports are found however they are written', () => {
  const code = `import './a.ts';\nimport { b,\n  type c } from './b.ts';\nexport * from './c.ts';
    const d = await import('./d.ts');\nlet e: import('./e.ts').E;\nexport const f = 'x from'; // './f.ts'\n`;
  assert.deepEqual(specifiersOf(code), ['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
});
