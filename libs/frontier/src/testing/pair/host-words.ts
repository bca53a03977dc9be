import assert from 'node:assert/strict';
import { compilePace, type Terms } from '../../stored/compile-policy.ts';
import type { Claim } from '../../types/claims.ts';
import type { HostRule } from '../../types/hosts.ts';
import type { Frontier } from '../../types.ts';
import { paces, runIds } from './paces.ts';
import type { HostStep } from './steps.ts';

const patterns = ['h0.test', 'h1.test', '*.test', '*.h2.test'];
type Word = (frontier: Frontier) => Promise<unknown>;

/** What was said about hosts, kept a second time and in the plainest way, to hold claims against it. */
export class HostWords {
  readonly #rules = new Map<string, HostRule>();
  readonly #paused = new Set<string>();
  /** Above that of an old word. */
  #version = 1;

  /** What to ask both frontiers. */
  say(step: HostStep): Word {
    const version = 'old' in step && step.old ? 0 : ++this.#version;
    const host = 'host' in step ? `h${step.host}.test` : '';
    const run = 'run' in step ? runIds[step.run] : undefined;
    const word = { host, ...(run !== undefined && { run }) };
    switch (step.do) {
      case 'rule': {
        const pattern = patterns[step.pattern]!;
        const pace = step.pace === null ? null : paces[step.pace]!;
        const rule = { pattern, version: version || 1, pace, blocked: step.blocked };
        return async (frontier) => {
          const { applied } = await (step.removed ? frontier.removeRule(rule) : frontier.setRule(rule));
          if (applied && step.removed) this.#rules.delete(pattern);
          else if (applied) this.#rules.set(pattern, rule);
          return [applied, await frontier.rules()];
        };
      }
      case 'pauseHost':
        return async (frontier) => {
          const change = { ...word, version: version || 1 };
          const { applied } = await (step.paused ? frontier.pauseHost(change) : frontier.resumeHost(change));
          const key = `${run ?? '*'} ${host}`;
          if (applied && step.paused) this.#paused.add(key);
          else if (applied) this.#paused.delete(key);
          return applied;
        };
      case 'cancelHost':
        return (frontier) => frontier.cancelHost({ ...word, reason: 'unwanted' });
    }
  }

  /** The strictest of the run's pace and what was said about the host; fails if it may not be handed out at all. */
  strictest({ run, host }: Claim, of: Terms): Terms & { own: number } {
    assert.ok(!this.#paused.has(`* ${host}`) && !this.#paused.has(`${run} ${host}`), `${host} is paused`);
    const rule = this.#rules.get(host) ?? this.#rules.get('*.test');
    if (!rule) return { ...of, own: 0 };
    assert.ok(!rule.blocked, `${host} is blocked by ${rule.pattern}`);
    const { delay, conc } = rule.pace ? compilePace(rule.pace) : { ...of, delay: 0 };
    return { delay: Math.max(delay, of.delay), conc: Math.min(conc, of.conc), own: delay };
  }

  /** Everything that holds hosts back is taken back. */
  takeBack(): Word[] {
    const removed = [...this.#rules.keys()].map((pattern): Word => {
      const version = ++this.#version;
      return (frontier) => frontier.removeRule({ pattern, version });
    });
    const resumed = [...this.#paused].map((key): Word => {
      const version = ++this.#version;
      const [run = '*', host = ''] = key.split(' ');
      return (frontier) => frontier.resumeHost({ host, version, ...(run !== '*' && { run }) });
    });
    this.#rules.clear();
    this.#paused.clear();
    return [...removed, ...resumed];
  }
}
