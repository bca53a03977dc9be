import { defineScript } from '../../script.ts';

/** What a shard had of a run's limits when it was frozen for a deal; columns are pages, URLs in flight, pages of each pattern. */
export type Facts = {
  /** Granted or fetched; in flight. */
  held: number[];
  /** Its portions; -1: no limit. */
  had: number[];
  fetched: number[];
  /** Of the whole run. */
  limits: number[];
  /** Columns in which it lacked something, from 0. */
  wants: number[];
  /** Since when it lacked some and has handed out nothing, ms of the shard's clock. */
  since: number;
};

export const survey = defineScript(import.meta.url, {
  args: ['run', 'version', 'deal'],
  use: ['clock', 'runs/runs', 'hosts/hosts', 'limits/budgets', 'limits/portions'],
  read: readFacts,
});

export function readFacts(reply: unknown): Facts | null {
  if (reply === '') return null;
  const { wants, limits, ...facts } = JSON.parse(reply as string);
  const numbers = (text: string) => text.split(' ').filter(Boolean).map(Number);
  return { ...facts, limits: numbers(limits), wants: numbers(wants) };
}
