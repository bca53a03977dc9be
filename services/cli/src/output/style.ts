import { styleText } from 'node:util';

export type Style = ReturnType<typeof createStyle>;

/** Colours of the terminal's own palette; with `on` false every function returns its text unchanged. */
export function createStyle(on: boolean) {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    on && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  };
}

/**
 * Whether to colour a stream: `NO_COLOR` (https://no-color.org) wins, then `FORCE_COLOR`, then whether it is a terminal. Not left to
 * `styleText`, which looks at the environment and the streams of the process: a command has those it is given.
 */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}
