import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, type GraphQLSchema } from 'graphql';

/**
 * Fails when the committed schema breaks a client of the one before: the one main has where this branch left it, on main
 * itself that of the commit before. A break that is meant stands in `schema-breaks.txt`, word for word.
 */

const root = new URL('../../../', import.meta.url);

/** What of `now` breaks clients of `old`, except what is meant (one description per line, `#` comments). */
export function breaksOf(old: GraphQLSchema, now: GraphQLSchema, meant: string): string[] {
  const known = new Set(meant.split('\n').filter((line) => !line.startsWith('#')));
  return findBreakingChanges(old, now)
    .map(({ description }) => description)
    .filter((description) => !known.has(description));
}

const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** The schema clients were built against; null where there is no git or no main to ask. */
function before(): GraphQLSchema | null {
  try {
    const base = git('merge-base', 'HEAD', 'main');
    const landed =
      base === git('rev-parse', 'HEAD') && git('status', '--porcelain', '--', 'schema.graphql') === '';
    return buildSchema(git('show', `${base}${landed ? '^' : ''}:./schema.graphql`));
  } catch (error) {
    if (error instanceof Error && ('status' in error || 'errno' in error)) return null;
    throw error;
  }
}

if (import.meta.main) {
  const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
  const old = before();
  const breaks =
    old === null ? [] : breaksOf(old, buildSchema(read('schema.graphql')), read('schema-breaks.txt'));
  if (breaks.length > 0) {
    console.error(
      'The schema breaks clients. Add instead of changing and mark the old with deprecationReason; if the break is meant, ' +
        `add these lines to services/api/schema-breaks.txt:\n\n${breaks.join('\n')}`,
    );
    process.exitCode = 1;
  }
}
