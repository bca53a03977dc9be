import assert from 'node:assert/strict';
import type { Redis } from '@trunkline/redis';
import type { ShardKeys } from '../keys.ts';
import { schemes } from '../stored/entry.ts';

/**
 * Reads everything a shard holds, key by key, and checks what must be true between any two verbs. Answers the URLs that are
 * open, as `<run> <host> <letter of the origin> <path>`.
 */
export async function audit(redis: Redis, key: ShardKeys, runs: readonly string[]): Promise<Set<string>> {
  const places = new Map<string, string[]>();
  const urls = new Set<string>();
  const atHost = new Map<string, number>();
  const see = (run: string, host: string, entry: string) => {
    const path = entry.split(' ')[4];
    const url = `${run} ${host} ${entry[0]} ${path}`;
    assert.ok(!urls.has(url), `${url} stands in two places`);
    urls.add(url);
  };
  const inFlight = new Map<string, number>();
  for (const hash of await redis.keys(key.inflight('*').replace('{', '\\{'))) {
    const claims = Object.values(await redis.hgetall(hash));
    const session = hash.slice(key.inflight('').length);
    assert.equal(
      Number(await redis.hget(key.holds(), session)),
      claims.length,
      `claims that ${session} holds`,
    );
    for (const text of claims) {
      const [, , kind, run = '', host = '', ...entry] = text.split(' ');
      atHost.set(host, (atHost.get(host) ?? 0) + 1);
      if (kind === 'robots') continue;
      inFlight.set(run, (inFlight.get(run) ?? 0) + 1);
      see(run, host, entry.join(' '));
    }
  }
  const delayed = new Map<string, number>();
  const unknown = new Set<string>();
  for (const member of await redis.zrangebyscore(key.delayed(), '-inf', '+inf')) {
    const [run = '', host = '', ...entry] = member.split(' ');
    delayed.set(run, (delayed.get(run) ?? 0) + 1);
    const state = await redis.hget(key.run(run), 'state');
    if (state === 'cancelled' || state === 'ending') unknown.add(run);
    else see(run, host, entry.join(' '));
  }
  for (const run of runs) {
    const fields = await redis.hgetall(key.run(run));
    if (!fields.state) continue;
    const number = (field: string) => Number(fields[field] ?? 0);
    for (const [place, hosts] of [
      ['ready', await redis.zrangebyscore(key.ready(run), '-inf', '+inf')],
      ['later', await redis.zrangebyscore(key.later(run), '-inf', '+inf')],
      ['held', await redis.smembers(key.held(run))],
    ] as const) {
      for (const host of hosts)
        places.set(`${run} ${host}`, [...(places.get(`${run} ${host}`) ?? []), place]);
    }
    let waiting = 0;
    const prefix = key.queue(run, '');
    for (const list of await redis.keys(`${prefix.replace('{', '\\{')}*`)) {
      const letter = list[prefix.length] ?? '';
      const host = list.slice(prefix.length + 1);
      const entries = await redis.lrange(list, 0, -1);
      waiting += entries.length;
      for (const entry of entries) {
        assert.equal(entry[0], letter, `${entry} stands in ${list}`);
        see(run, host, entry);
      }
      const origins = (await redis.getBuffer(key.host(host)))?.[25] ?? 0; // scripts/lib/hosts/hosts.lua
      assert.ok(origins & (1 << schemes.indexOf(letter as 'h')), `${host} knows nothing of ${list}`);
      assert.equal(
        places.get(`${run} ${host}`)?.length,
        1,
        `${host} of run ${run}: ${places.get(`${run} ${host}`)}`,
      );
    }
    for (const [where, list] of places) assert.ok(list.length === 1, `${where} stands in ${list}`);
    assert.equal(number('inFlight'), inFlight.get(run) ?? 0, `in flight of run ${run}`);
    assert.equal(number('used'), number('fetched') + number('inFlight'), `budget used by run ${run}`);
    if (!unknown.has(run)) {
      assert.equal(number('delayed'), delayed.get(run) ?? 0, `delayed of run ${run}`);
      const open = number('accepted') - number('finished') - number('inFlight') - number('delayed');
      const dropped = ['cancelled', 'ending'].includes(fields.state) && open === 0;
      if (!dropped) assert.equal(open, waiting, `waiting of run ${run}`);
    }
    const due = (await redis.zcard(key.ready(run))) + (await redis.zcard(key.later(run)));
    const spent = number('maxPages') >= 0 && number('used') >= number('maxPages');
    if (fields.state === 'running' && due > 0 && !spent) {
      const woken = [await redis.zscore(key.runs(), run), await redis.zscore(key.asleep(), run)];
      assert.equal(
        woken.filter((score) => score !== null).length,
        1,
        `run ${run} has hosts but is in ${woken}`,
      );
    }
  }
  const prefix = key.host('');
  for (const host of await redis.keys(`${prefix.replace('{', '\\{')}*`)) {
    const n = (await redis.getBuffer(host))?.readUInt16LE(6); // scripts/lib/hosts/hosts.lua
    assert.equal(n, atHost.get(host.slice(prefix.length)) ?? 0, `in flight at ${host}`);
  }
  return urls;
}
