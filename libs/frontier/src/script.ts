import { readFileSync } from 'node:fs';
import * as redis from '@trunkline/redis';
import { luaKeys } from './keys.ts';

/** KEYS of every script are the two of design.md §5 (Cluster). */
const keys = ['meta', 'void'] as const;

export type Script<A extends string, R> = redis.Script<(typeof keys)[number], A, R>;

/** What a script is asked with: fixed arguments by name, then any number of repeated ones. */
type Shape<A extends string, R> = {
  args: readonly A[];
  /** Names of the arguments that repeat, for the header; their values travel flat in `rest`. */
  each?: readonly string[];
  /** Files of scripts/lib the script builds on, in order. */
  use: readonly string[];
  /** It takes in what is new, which ends first when Redis is full: what is under way is settled all the same. */
  refusedWhenFull?: true;
  /** It founds shards: all others are refused in one that was emptied. */
  founds?: true;
  read: (reply: unknown) => R;
};

const library = new URL('./scripts/lib/', import.meta.url);

/** A verb of the frontier: the Lua file beside `twin`, on the libraries it uses, with the spelling of the keys in front. */
export function defineScript<const A extends string, R>(twin: string, shape: Shape<A, R>): Script<A, R> {
  const { args, each = [], use, read } = shape;
  const libs = use.flatMap((lib) => (lib === 'clock' && !shape.founds ? [lib, 'founded'] : [lib]));
  /** The first line, by which Redis runs a script when it is full. */
  const flags = shape.refusedWhenFull ? '' : '#!lua flags=allow-oom\n';
  const build = (own: string) => {
    const body = [...libs.map((lib) => readFileSync(new URL(`${lib}.lua`, library), 'utf8')), own].join('\n');
    return flags + luaKeys(body) + body;
  };
  return redis.defineScript(twin, { keys, args, each, build, read });
}
