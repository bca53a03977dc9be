import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { circlesOf, importGraph, isForTests, packages, root, sourcesOf, specifiersOf } from './imports.ts';
import { drawn, picture } from './picture.ts';

const controlPlane = [
  'archive',
  'control',
  'database',
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
  database: [],
  control: ['database', 'frontier', 'policy', 'telemetry'],
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

test('no sources import each other in a circle, types included', () => {
  assert.deepEqual(circlesOf(importGraph()), []);
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
