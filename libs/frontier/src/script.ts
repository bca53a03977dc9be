import { readFileSync } from 'node:fs';
import { luaKeys } from './keys.ts';

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

export type Script<A extends string, R> = Readonly<{
  name: string;
  /** The first line, by which Redis runs it when it is full; empty: it is refused then. */
  flags: string;
  lua: string;
  args: readonly A[];
  each: readonly string[];
  read: (reply: unknown) => R;
}>;

const here = new URL('./scripts/', import.meta.url);

/** Turns a Lua file into a typed script; `read` is the one place a raw reply gets a type. */
export function defineScript<A extends string, R>(name: string, shape: Shape<A, R>): Script<A, R> {
  const source = (file: string) => readFileSync(new URL(file, here), 'utf8');
  const { args, each = [], use, read } = shape;
  const libs = use.flatMap((lib) => (lib === 'clock' && !shape.founds ? [lib, 'founded'] : [lib]));
  const body = [...libs.map((lib) => source(`lib/${lib}.lua`)), source(`${name}.lua`)].join('\n');
  const flags = shape.refusedWhenFull ? '' : '#!lua flags=allow-oom\n';
  return { name, flags, lua: luaKeys(body) + body, args, each, read };
}
