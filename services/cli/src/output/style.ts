export type Style = ReturnType<typeof createStyle>;

/** Colours of the terminal's own palette; with `on` false every function returns its text unchanged. */
export function createStyle(on: boolean) {
  const code = (open: number, close: number) => (text: string) =>
    on && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    blue: code(34, 39),
    cyan: code(36, 39),
  };
}

/** Whether to colour a stream: `NO_COLOR` (https://no-color.org) wins, then `FORCE_COLOR`, then whether it is a terminal. */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}
