import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Redis } from 'ioredis';

export type Value = string | number | Buffer;

/** What a Lua file is called with, by name; the header of the file says the same, which test/scripts.test.ts holds. */
type Shape<K extends string, A extends string, R> = {
  keys: readonly K[];
  args: readonly A[];
  /** Names of the arguments that repeat, for the header; their values travel flat in `rest`. */
  each?: readonly string[];
  /** What Redis gets of the file's text: with what the file builds on. */
  build?: (own: string) => string;
  read: (reply: unknown) => R;
};

export type Script<K extends string, A extends string, R> = Readonly<{
  /** The verb: the name of its file. */
  name: string;
  /** Its name on a connection, which no command of Redis and no other script has. */
  command: string;
  lua: string;
  keys: readonly K[];
  args: readonly A[];
  each: readonly string[];
  read: (reply: unknown) => R;
}>;

/**
 * Turns the Lua file beside its twin (`import.meta.url` of a file of the same name) into a typed script; `read` is the one place a raw
 * reply gets a type.
 */
export function defineScript<const K extends string, const A extends string, R>(
  twin: string,
  { keys, args, each = [], build = (own) => own, read }: Shape<K, A, R>,
): Script<K, A, R> {
  const file = new URL(twin.replace(/\.ts$/, '.lua'));
  const lua = build(readFileSync(file, 'utf8'));
  return { name: basename(file.pathname, '.lua'), command: file.pathname, lua, keys, args, each, read };
}

type Call<K extends string, A extends string, R> = [
  redis: Redis,
  script: Script<K, A, R>,
  keys: Readonly<Record<K, string>>,
  input: Readonly<Record<A, string | number>>,
  rest?: readonly Value[],
];

/** Runs a script on a connection: by its digest, once the connection has sent it. */
export async function callScript<K extends string, A extends string, R>(...call: Call<K, A, R>): Promise<R> {
  return call[1].read(await sendScript(...call));
}

/** `callScript` for who tells a fault of Redis from one of `read`: the reply as it came. */
export function sendScript<K extends string, A extends string, R>(
  ...[redis, script, keys, input, rest = []]: Call<K, A, R>
): Promise<unknown> {
  const { command, lua } = script;
  if (!(command in redis)) redis.defineCommand(command, { lua, numberOfKeys: script.keys.length });
  const values: Value[] = script.keys.map((key) => keys[key]);
  for (const field of script.args) values.push(input[field]);
  return Reflect.apply(Reflect.get(redis, command), redis, values.concat(rest));
}
