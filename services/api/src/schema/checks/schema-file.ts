import { readFileSync, writeFileSync } from 'node:fs';
import { printWithScopes } from '../kit/scope-directive.ts';
import { schema } from '../schema.ts';

/** Keeps `schema.graphql` what the code says: `write` makes it so, `check` fails when it is not. */
const file = new URL('../../../schema.graphql', import.meta.url);
const sdl = printWithScopes(schema);

if (process.argv[2] === 'write') writeFileSync(file, sdl);
else if (readFileSync(file, 'utf8') !== sdl) {
  console.error(
    'services/api/schema.graphql is not what the code says: run "npm run schema:write -w @trunkline/api".',
  );
  process.exitCode = 1;
}
