import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';

/** Wraps a command: gives it its context, keeps its exit code (0 when it tells none), says what failed. */
export type Run = <Args extends unknown[]>(
  command: (context: Context, ...args: Args) => Promise<ExitCode> | Promise<void>,
) => (...args: [...Args, Command]) => Promise<void>;
