import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';

const CHECK_MS = 5000;

/** Names of the hosts file, and `localhost` and below (RFC 6761 §6.3); the file is read again when it changes. */
export function createHostsFile(path: string): { lookup(name: string): Promise<string[] | null> } {
  let names = new Map<string, string[]>();
  let changedAt = -1;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | null = null;

  async function check(): Promise<void> {
    try {
      const { mtimeMs } = await stat(path);
      if (mtimeMs === changedAt) return;
      names = parseHosts(await readFile(path, 'utf8'));
      changedAt = mtimeMs;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      names = new Map();
    }
  }

  return {
    async lookup(name) {
      if (performance.now() - checkedAt > CHECK_MS) {
        checking ??= check().finally(() => {
          checkedAt = performance.now();
          checking = null;
        });
        await checking;
      }
      const found = names.get(name);
      if (found) return found;
      return name === 'localhost' || name.endsWith('.localhost') ? ['127.0.0.1', '::1'] : null;
    },
  };
}

/** Lines of `address name…`, comments after `#` (hosts(5)); what is no address is left out. */
function parseHosts(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address || isIP(address) === 0) continue;
    for (const alias of aliases) {
      const name = alias.toLowerCase().replace(/\.$/, '');
      names.set(name, [...(names.get(name) ?? []), address]);
    }
  }
  return names;
}
