import { FrontierMisuse } from '../../errors.ts';
import { cancelHost } from '../../scripts/hosts/cancel-host.ts';
import { loosen } from '../../scripts/hosts/loosen.ts';
import { pauseHost } from '../../scripts/hosts/pause-host.ts';
import { setRule } from '../../scripts/hosts/set-rule.ts';
import { shardOf } from '../../shard-of.ts';
import { checkRule, checkVersion, compileRule, patternsOf, verifies } from '../../stored/host-rule.ts';
import type { HostChange, HostRule } from '../../types/hosts.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** Hosts a step of loosening looks at. */
export const LOOSENED = 2000;
const DELAYED_PER_CALL = 1000;
const RULES_PER_CALL = 1000;

type HostVerbs = Pick<
  Frontier,
  'setRule' | 'removeRule' | 'rules' | 'verifiesTls' | 'pauseHost' | 'resumeHost' | 'cancelHost'
>;

/** What the control plane says about hosts: rules for all runs, pause, resume and cancel. */
export function createHostVerbs(connection: Connection): HostVerbs {
  const { shards } = connection;

  async function put(
    { pattern, version }: Pick<HostRule, 'pattern' | 'version'>,
    terms: { delay: number | '-'; conc: number },
    text: string,
  ): Promise<{ applied: boolean }> {
    checkRule({ pattern, version });
    const replies = await Promise.all(
      shards.map(async (_, shard) => {
        const reply = await connection.run(setRule, shard, { pattern, version, ...terms, text });
        if (pattern.startsWith('*.')) {
          while ((await connection.run(loosen, shard, { most: LOOSENED })).more);
        }
        return reply;
      }),
    );
    return { applied: replies.some(({ applied }) => applied) };
  }

  async function pause({ host, run = '*', version }: HostChange, paused: 0 | 1) {
    checkVersion(version, `host ${host}`);
    return connection.run(pauseHost, shardOf(host, shards.length), { host, run, version, paused });
  }

  return {
    setRule: ({ pattern, version, pace, blocked, verifyTls }) =>
      put({ pattern, version }, compileRule({ pace, blocked }), JSON.stringify({ pace, blocked, verifyTls })),

    removeRule: (rule) => put(rule, { delay: '-', conc: 0 }, ''),

    async rules() {
      // In steps: a hundred thousand at once would hold everybody up.
      const all = new Map<string, string>();
      let cursor = '0';
      do {
        const [next, flat] = await connection.ask('list host rules', (redis) =>
          redis.hscan(shards[0]!.rules(), cursor, 'COUNT', RULES_PER_CALL),
        );
        for (let i = 0; i < flat.length; i += 2) all.set(flat[i]!, flat[i + 1]!);
        cursor = next;
      } while (cursor !== '0');
      return [...all]
        .map(([pattern, text]) => readRule(pattern, text))
        .filter((rule) => rule !== null)
        .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
    },

    async verifiesTls(host) {
      const patterns = patternsOf(host);
      const shard = shardOf(host, shards.length);
      const texts = await connection.ask('read host rules', (redis) =>
        redis.hmget(shards[shard]!.rules(), ...patterns),
      );
      return verifies(texts.map((text, at) => (text == null ? null : readRule(patterns[at]!, text))));
    },

    pauseHost: (change) => pause(change, 1),
    resumeHost: (change) => pause(change, 0),

    async cancelHost({ host, run = '*', reason }) {
      if (reason === '') throw new FrontierMisuse(`Cancelling host ${host} needs a reason`);
      const shard = shardOf(host, shards.length);
      let cursor = 'lists';
      let dropped = 0;
      while (cursor !== '') {
        const input = { host, run, reason, cursor, most: DELAYED_PER_CALL };
        const reply = await connection.run(cancelHost, shard, input);
        dropped += reply.dropped;
        cursor = reply.cursor;
      }
      return { dropped };
    },
  };
}

/** Null for a rule that was removed, of which only the version is kept. */
function readRule(pattern: string, text: string): HostRule | null {
  const [delay, conc, version, ...rest] = text.split(' ');
  if (delay === '-' || conc === undefined) return null;
  return {
    pattern,
    version: Number(version),
    ...(JSON.parse(rest.join(' ')) as Pick<HostRule, 'pace' | 'blocked'>),
  };
}
