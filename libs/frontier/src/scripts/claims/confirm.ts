import { defineScript } from '../../script.ts';

export const confirm = defineScript(import.meta.url, {
  args: ['session'],
  each: ['token', 'version'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'told',
    'outcomes',
    'limits/budgets',
    'claims/claims',
  ],
  read: (reply): { lost: boolean; tokens: string[] } => {
    const [state, ...tokens] = reply as string[];
    return { lost: state === 'lost', tokens };
  },
});
