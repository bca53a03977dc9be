import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Config = {
  url: string;
  /** Null when there is none anywhere. */
  apiKey: string | null;
  /** Folder of the installation on this machine. */
  home: string;
  /** Whether the address was chosen by the user; otherwise it is that of `npm start` or the default. */
  urlFrom: 'option' | 'TRUNKLINE_URL' | 'home' | 'default';
};

/** The checkout this command is part of. */
export const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Where the API is and how to be let in: options, then `TRUNKLINE_URL` and `TRUNKLINE_API_KEY`, then what
 * `npm start` left in `TRUNKLINE_HOME` (`.trunkline` of the repository). The local admin key is only used for
 * the local address, so it is never sent to another machine by accident.
 */
export function readConfig(options: { url?: string }, env: NodeJS.ProcessEnv = process.env): Config {
  const home = resolve(env['TRUNKLINE_HOME'] || join(repository, '.trunkline'));
  const local = readHome(home, 'address');
  const chosen = options.url || env['TRUNKLINE_URL'] || null;
  const url = chosen ?? local ?? 'http://127.0.0.1:4000';
  const isLocal = chosen === null || sameOrigin(chosen, local);
  return {
    url,
    apiKey: env['TRUNKLINE_API_KEY'] || (isLocal ? readHome(home, 'admin-key') : null),
    home,
    urlFrom: options.url ? 'option' : chosen ? 'TRUNKLINE_URL' : local ? 'home' : 'default',
  };
}

/** First line of a file of the home folder; null when there is no such file. */
function readHome(home: string, name: string): string | null {
  try {
    return readFileSync(join(home, name), 'utf8').split('\n')[0]?.trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function sameOrigin(one: string, other: string | null): boolean {
  const a = URL.parse(one);
  const b = other === null ? null : URL.parse(other);
  return a !== null && b !== null && a.origin === b.origin;
}
