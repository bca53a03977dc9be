import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { columns } from '../output/text.ts';
import { run as runLine } from './testing.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents are checked field by field
export type Json = any;

/** Command lines against a stack, and which of them were tried. */
export function commandLines(stack: () => { home: string }) {
  const tried = new Set<string>();

  /** A command line that must end with 0, or with `exitCode`. */
  async function cli(line: string[], { exitCode = 0, width }: { exitCode?: number; width?: number } = {}) {
    for (let n = 1; n <= 3; n++) tried.add(line.slice(0, n).join(' '));
    const env = { TRUNKLINE_HOME: stack().home, PATH: process.env['PATH'] };
    const ran = await runLine(line, env, width === undefined ? {} : { columns: width });
    assert.equal(ran.exitCode, exitCode, `trunkline ${line.join(' ')}: ${ran.err}${ran.out}`);
    return ran;
  }

  /** The last document a command prints with `--json`. */
  async function json(...line: string[]): Promise<Json> {
    const { out } = await cli([...line, '--json']);
    return JSON.parse(out.trim().split('\n').at(-1)!);
  }

  /** What a command shows on a terminal of 80 columns; at no width is a line wider than the terminal. */
  async function shown(...line: string[]): Promise<string> {
    for (const width of [60, 120]) {
      const { out } = await cli(line, { width });
      for (const text of out.split('\n'))
        assert.ok(columns(text) <= width, `${line.join(' ')} at ${width}: ${text}`);
    }
    return stripVTControlCharacters((await cli(line, { width: 80 })).out);
  }

  return { tried, cli, json, shown };
}
