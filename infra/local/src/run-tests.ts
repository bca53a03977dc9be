/*
Run by test.ts, with the servers of the test run in the environment: the test files it is given, in that order (`node --test` would
sort them). Says the result as `node --test` does, then tells its parent which tests were left out, by reason, and which files took longest.
*/
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './config.ts';

export type Told = {
  leftOut: [reason: string, names: string[]][];
  longest: [file: string, seconds: number][];
};

/** One file more than there are cores: most of them wait most of the time. Their Postgres has connections for so many. */
const CONCURRENCY = Math.min(availableParallelism() + 1, 6);
const TIMEOUT_MS = 300_000;

const leftOut = new Map<string, string[]>();
const took = new Map<string, number>();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
const files = process.argv.slice(2);
const tests = run({ files, concurrency: CONCURRENCY, timeout: TIMEOUT_MS, cwd: root, signal: stop.signal });
tests.on('test:pass', ({ name, skip }) => {
  if (skip === undefined) return;
  const reason = typeof skip === 'string' && skip !== '' ? skip : 'for no reason that is told';
  leftOut.set(reason, [...(leftOut.get(reason) ?? []), name]);
});
tests.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1;
});
tests.on('test:summary', ({ file, duration_ms }) => {
  if (file !== undefined) took.set(relative(root, file), Math.round(duration_ms / 1000));
});
tests.compose(new spec()).pipe(process.stdout);
tests.on('end', () => {
  const longest = [...took].sort(([, a], [, b]) => b - a).slice(0, 12);
  process.send?.({ leftOut: [...leftOut], longest } satisfies Told);
  process.disconnect?.();
});
