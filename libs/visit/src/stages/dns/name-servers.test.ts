import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFault } from '@trunkline/policy';
import { openDns } from '@trunkline/test-support';
import { nameServer } from '../../testing/name-server.ts';
import { html, rawOrigin } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';

const isOurs = (fault: unknown) => fault instanceof LocalFault && fault.code === 'NAME_SERVERS';

test('a name server that is gone is a fault of ours, of robots.txt too; once it is back the name is found', async (t) => {
  const origin = await rawOrigin(t, (socket) => socket.write(html('ok')));
  const { address, close } = await openDns();
  await close();
  const { visit, visits, fetchRobots } = visitsFor(t, { dns: { servers: [address], timeoutMs: 400 } });
  const url = `http://a.example:${origin.port}/`;
  await assert.rejects(visit(url), isOurs);
  await assert.rejects(fetchRobots(url), isOurs);
  assert.equal(visits.nameServersAway(), true);
  assert.equal((await visit(`${origin.url}/`)).record.outcome.kind, 'fetched', 'what needs no name goes on');

  const again = await openDns(address);
  t.after(() => again.close());
  while (visits.nameServersAway()) await sleep(20);
  assert.equal((await visit(url)).record.outcome.kind, 'fetched');
});

test('a name server that answers nothing at all is a fault of ours; one that is silent about some names is not', async (t) => {
  let alive = true;
  const dns = await nameServer(t, (name) => (alive && !name.startsWith('slow') ? { rcode: 3 } : 'nothing'));
  const { visit, visits } = visitsFor(t, {
    dns: { servers: [dns.address], timeoutMs: 400, deadlineMs: 1000 },
  });
  const { record } = await visit('http://slow.example/');
  assert.equal((record.outcome as { code: string }).code, 'DNS_TIMEOUT');
  assert.equal(visits.nameServersAway(), false);
  alive = false;
  await assert.rejects(visit('http://slow.other.example/'), isOurs);
});

test('one of two name servers is enough', async (t) => {
  const gone = await openDns();
  await gone.close();
  const dns = await nameServer(t, () => ({ rcode: 3 }));
  const { visit, visits } = visitsFor(t, { dns: { servers: [gone.address, dns.address], timeoutMs: 400 } });
  for (const name of ['a', 'b', 'c']) {
    const { record } = await visit(`http://${name}.example/`);
    assert.equal((record.outcome as { code: string }).code, 'DNS_NOT_FOUND');
  }
  assert.equal(visits.nameServersAway(), false);
});
