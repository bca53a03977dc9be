import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

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
  database: [],
  control: ['database', 'frontier', 'policy', 'telemetry'],
  client: [],
  dashboard: ['client'],
  archive: ['service', 'web'],
  frontier: ['policy', 'redis', 'web'],
  visit: ['archive', 'policy', 'telemetry', 'web'],
  crawl: ['archive', 'frontier', 'policy', 'telemetry', 'visit', 'web'],
  worker: ['archive', 'crawl', 'frontier', 'policy', 'redis', 'service', 'telemetry', 'visit', 'web'],
  cli: ['archive', 'client', 'crawl', 'frontier', 'policy', 'redis', 'service', 'telemetry', 'visit', 'web'],
  api: controlPlane,
  // Repair reads stored pages again, and must find the links that a visit found.
  conductor: [...controlPlane, 'visit'],
  servers: [],
  local: ['database', 'redis', 'servers', 'service'],
  'test-support': ['servers'],
};

const root = dirname(import.meta.dirname);
const short = (name: string) => name.replace('@trunkline/', '').replace(/\/.*$/, '');
const own = (name: string) => name.startsWith('@trunkline/');

type Manifest = {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

for (const file of globSync('{libs,services}/*/package.json', { cwd: root }).concat(
  'infra/local/package.json',
  'infra/servers/package.json',
  'test/support/package.json',
)) {
  const folder = dirname(file);
  const {
    name,
    dependencies = {},
    devDependencies = {},
  } = JSON.parse(readFileSync(`${root}/${file}`, 'utf8')) as Manifest;
  const may = allowed[short(name)] ?? [];

  test(`${short(name)} depends only on what the map allows`, () => {
    const used = Object.keys(dependencies).filter(own).map(short);
    assert.deepEqual(
      used.filter((lib) => !may.includes(lib)),
      [],
    );
  });

  test(`${short(name)} imports only packages it declares, and no path leaves its folder`, () => {
    for (const source of globSync(`${folder}/{src,bench}/**/*.{ts,tsx}`, { cwd: root })) {
      const code = readFileSync(`${root}/${source}`, 'utf8');
      const isTest = /(\.test\.ts|-for-tests\.ts|\/testing\/.*|\/bench\/.*)$/.test(source);
      for (const [, specifier = ''] of code.matchAll(/^(?:import|export)\b[^'"]*?from\s+'([^']+)'/gms)) {
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
          const depth = source.split('/').length - folder.split('/').length - 1;
          assert.ok((specifier.match(/\.\.\//g)?.length ?? 0) <= depth, where);
        }
      }
    }
  });
}
