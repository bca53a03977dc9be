import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const home = resolve(import.meta.dirname, '..');
const root = resolve(home, '../..');

/**
 * `npm run build -w @trunkline/client [-- FOLDER]`: the package as it is published, in `dist/` or a folder: plain ESM
 * with declarations, without dependencies. `npm publish libs/client/dist` publishes it.
 */
function build(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  );
  execFileSync(process.execPath, [compiler, '-p', join(home, 'tsconfig.build.json'), '--outDir', folder], {
    stdio: 'inherit',
  });
  for (const file of globSync('**/*.d.ts', { cwd: folder })) polish(join(folder, file));

  const { name, version, license, description } = JSON.parse(
    readFileSync(join(home, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const manifest = {
    ...{ name, version, description, license, type: 'module', sideEffects: false },
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './documents': { types: './documents.d.ts', default: './documents.js' },
      './schema.graphql': './schema.graphql',
      './package.json': './package.json',
    },
    engines: { node: '>=20' },
    keywords: ['trunkline', 'crawler', 'graphql', 'client'],
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(home, 'README.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'services/api/schema.graphql'), join(folder, 'schema.graphql'));
}

/**
 * Declarations name their neighbours as they are published; and the one type of a package that the code generator
 * refers to is written down, since that package asks for `graphql` to be installed.
 */
function polish(file: string): void {
  const text = readFileSync(file, 'utf8')
    .replace(/(from|import\()\s*(['"])(\.[^'"]*)\.ts\2/g, '$1 $2$3.js$2')
    .replace(
      /import type \{ DocumentTypeDecoration \} from ['"]@graphql-typed-document-node\/core['"];/,
      'type DocumentTypeDecoration<TResult, TVariables> = { __apiType?: (variables: TVariables) => TResult };',
    );
  writeFileSync(file, text);
}

build(resolve(process.argv[2] ?? join(home, 'dist')));
