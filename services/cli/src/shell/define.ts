import { type Command, Option } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';

/**
 * An argument (`<job>`, `[url...]`) or an option (`--max-pages <n>`), what is said of it, how its text is read or what may be chosen,
 * and its value when it is left out.
 */
type Word = readonly [
  flags: string,
  about: string,
  values?: ((text: string, before: never) => unknown) | readonly string[] | undefined,
  otherwise?: unknown,
];

/** Adds a command: its name, what it does, its words, and what it runs with their values. */
export type Define = {
  <const Words extends readonly Word[]>(
    name: string,
    about: string,
    words: Words,
    action: (
      context: Context,
      ...given: [...ArgumentsOf<Words>, OptionsOf<Words>]
    ) => Promise<ExitCode> | Promise<void>,
  ): Command;
  /** A command that others stand below. */
  group(name: string, about: string): Define;
};

/** Wraps a command: gives it its context, keeps its exit code (0 when it tells none), says what failed. */
export type Run = (
  action: (context: Context, ...given: never) => Promise<ExitCode> | Promise<void>,
) => (...given: [...unknown[], Command]) => Promise<void>;

const aliases: Record<string, string> = { list: 'ls', remove: 'rm' };

export function defineIn(parent: Command, run: Run): Define {
  const define: Omit<Define, 'group'> = (
    name: string,
    about: string,
    words: readonly Word[],
    action: never,
  ) => {
    const command = parent.command(name).description(about).action(run(action));
    if (aliases[name] !== undefined) command.alias(aliases[name]);
    for (const word of words) add(command, word);
    return command;
  };
  const group = (name: string, about: string) => defineIn(parent.command(name).description(about), run);
  return Object.assign(define, { group }) as Define;
}

function add(command: Command, [flags, about, values, otherwise]: Word): void {
  const read = typeof values === 'function' ? (values as (text: string, before: unknown) => unknown) : null;
  if (!flags.startsWith('-')) {
    if (read) command.argument(flags, about, read);
    else command.argument(flags, about);
    return;
  }
  const option = new Option(flags, about).default(otherwise);
  if (read) option.argParser(read);
  else if (values) option.choices(values as readonly string[]);
  command.addOption(option);
}

type Camel<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<Camel<Rest>>}`
  : Text;
type Bare<Flag extends string> = Camel<Flag extends `${infer Name} ${string}` ? Name : Flag>;
type NameOf<Flags> = Flags extends `${string}--no-${infer Name}`
  ? Bare<Name>
  : Flags extends `${string}--${infer Name}`
    ? Bare<Name>
    : never;

type ValueOf<One extends Word> = One extends readonly [
  string,
  string,
  (...given: never) => infer Value,
  ...unknown[],
]
  ? Value
  : One extends readonly [infer Flags, string, readonly (infer Choice)[], ...unknown[]]
    ? Listed<Flags, Choice>
    : One[0] extends `<${string}` | `[${string}` | `${string}<${string}`
      ? Listed<One[0], string>
      : boolean;
/** `<x...>` takes many. */
type Listed<Flags, One> = Flags extends `${string}...${string}` ? One[] : One;

type ArgumentsOf<Words extends readonly Word[]> = Words extends readonly [
  infer One extends Word,
  ...infer Rest extends readonly Word[],
]
  ? One[0] extends `-${string}`
    ? ArgumentsOf<Rest>
    : [One[0] extends `[${string}` ? OrNone<ValueOf<One>> : ValueOf<One>, ...ArgumentsOf<Rest>]
  : [];
/** Many may be none. */
type OrNone<Value> = Value extends readonly unknown[] ? Value : Value | undefined;

type Optional<Words extends readonly Word[]> = Extract<Words[number], readonly [`-${string}`, ...unknown[]]>;
type Always<Words extends readonly Word[]> = Extract<
  Words[number],
  readonly [`-${string}`, string, unknown, unknown]
>;

/** What the options among words say; those with a value of their own always say something. */
export type OptionsOf<Words extends readonly Word[]> = {
  [One in Exclude<Optional<Words>, Always<Words>> as NameOf<One[0]>]?: ValueOf<One>;
} & { [One in Always<Words> as NameOf<One[0]>]: ValueOf<One> };
