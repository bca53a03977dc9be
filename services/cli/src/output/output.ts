import { createStyle, type Style, wantsColour } from './style.ts';
import { type Column, table } from './table.ts';
import { clean, columns, cutMiddle, wrap } from './text.ts';

/** A stream that is written to; a terminal says how wide it is. */
export type Screen = { write(text: string | Uint8Array): unknown; isTTY?: boolean; columns?: number };

export type Output = ReturnType<typeof createOutput>;

type Options = {
  out: Screen;
  err: Screen;
  env: NodeJS.ProcessEnv;
  json: boolean;
  quiet: boolean;
  colour: boolean;
};

/** Where a command says what it has to say: results on stdout, remarks on stderr. */
export function createOutput({ out, err, env, json, quiet, colour }: Options) {
  const style: Style = createStyle(colour && wantsColour(env, out.isTTY === true));
  const errStyle: Style = createStyle(colour && wantsColour(env, err.isTTY === true));
  // Not a terminal: nothing is cut, so that scripts get whole values.
  const width = () => (out.isTTY ? Math.max(40, out.columns ?? 80) : Number.MAX_SAFE_INTEGER);

  const line = (text = '') => {
    if (!json && !quiet) out.write(`${text}\n`);
  };
  const result = (value: unknown, id: string) => {
    if (json) out.write(`${JSON.stringify(value)}\n`);
    else if (quiet) out.write(`${id}\n`);
  };
  const named = (name: string, said: string) => {
    const whole = `${style.bold(clean(name))}  ${said}`;
    if (columns(whole) <= width()) return line(whole);
    line(style.bold(cutMiddle(clean(name), width())));
    for (const part of wrap(said, width() - 2)) line(`  ${part}`);
  };

  return {
    style,
    json,
    quiet,
    /** Whether lines may be redrawn. */
    live: out.isTTY === true && !json && !quiet && env['TERM'] !== 'dumb',
    width,
    /** Raw text or bytes of the terminal protocol. */
    write: (text: string) => void out.write(text),
    /** A line of the result, for people. Nothing with `--json` or `--quiet`. */
    line,
    /** What is said of a thing that has a name; the name may be hostile. */
    named,
    /** A line that is printed even with `--quiet`: the one thing a script needs, such as a new id. */
    essential(text: string): void {
      if (!json) out.write(`${text}\n`);
    },
    /** The result for scripts: one JSON document per line. Only with `--json`. */
    document(value: unknown): void {
      if (json) out.write(`${JSON.stringify(value)}\n`);
    },
    /** What was made or changed: its id with `--quiet`, all of it with `--json`. */
    result,
    /** What is gone now. */
    deleted(id: string, name?: string): void {
      result({ id }, id);
      named(name ?? id, 'deleted');
    },
    /** A table; `below` says what else belongs to a row, in lines of their own that are wrapped and not cut. */
    table<Row>(
      rows: readonly Row[],
      shape: readonly Column<Row>[],
      below: (row: Row) => readonly string[] = () => [],
    ): void {
      if (json || quiet) return;
      const [head, ...lines] = table(rows, shape, width(), style);
      out.write(`${head}\n`);
      for (const [n, line] of lines.entries()) {
        out.write(`${line}\n`);
        for (const more of below(rows[n]!))
          for (const part of wrap(more, width() - 4)) out.write(`    ${style.dim(part)}\n`);
      }
    },
    /** A remark beside the result: on stderr, not with `--quiet`. */
    note(text: string): void {
      if (!quiet) err.write(`${json ? text : errStyle.dim(text)}\n`);
    },
    /** Why the command did not do what was asked; always printed, on stderr. */
    error(text: string): void {
      err.write(`${errStyle.red('error:')} ${text}\n`);
    },
    hint(text: string): void {
      err.write(`${text}\n`);
    },
  };
}
