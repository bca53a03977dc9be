import { defineScript } from '../../script.ts';

/** What one shard says of a URL, by field; null when it does not know the run. */
export const inspectUrl = defineScript(import.meta.url, {
  args: ['run', 'host', 'print', 'scheme', 'path', 'looks', 'domain', 'letters'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'told',
    'outcomes',
    'limits/budgets',
    'claims/claims',
    'hosts/robots',
    'runs/seen',
  ],
  read: (reply): Map<string, string> | null => {
    const flat = reply as string[];
    if (flat.length === 0) return null;
    const fields = new Map<string, string>();
    for (let i = 0; i < flat.length; i += 2) fields.set(flat[i] ?? '', String(flat[i + 1]));
    return fields;
  },
});
