import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subscriptionsPerKey } from '../limits/limits.ts';
import { createAdmission } from './admission.ts';
import { createEventBuffer } from './readers/event-buffer.ts';

const endless = () => createEventBuffer<{ kind: string; dropped: number }>({ start() {}, stop() {} });
const never = () => assert.fail('nothing may go wrong here');

test('a key gets so many live subscriptions, and a place again for each that ends', async () => {
  const admission = createAdmission({ stillGood: async () => true, onTrouble: never });
  const admitted = [];
  for (let i = 0; i < subscriptionsPerKey; i++) admitted.push(admission.admit('k', endless));
  assert.throws(() => admission.admit('k', endless), { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } });
  admission.admit('other', endless);
  await admitted[0]!.return?.();
  await admitted[0]!.return?.();
  admission.admit('k', endless);
  assert.throws(() => admission.admit('k', endless));
  admission.close();
});

test('a process carries so many for all keys together; one of many topics takes the place of each', async () => {
  const admission = createAdmission({ stillGood: async () => true, onTrouble: never, perProcess: 5 });
  const wide = admission.admit('a', endless, 3);
  admission.admit('b', endless);
  const full = {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
    message: /This server has 4 .* of 5 at most/,
  };
  assert.throws(() => admission.admit('c', endless, 2), full);
  admission.admit('c', endless);
  await wide.return?.();
  admission.admit('d', endless, 3);
  assert.throws(() => admission.admit('d', endless));
  admission.close();
});

test('a subscription that could not start takes no place', () => {
  const admission = createAdmission({ stillGood: async () => true, onTrouble: never });
  assert.throws(() =>
    admission.admit('k', () => {
      throw new Error('no');
    }),
  );
  assert.equal(admission.size(), 0);
  admission.close();
});

test('revoking a key ends its live subscriptions, and no others', async () => {
  const admission = createAdmission({
    stillGood: async (key) => key !== 'revoked',
    onTrouble: never,
    recheckMs: 5,
  });
  const other = admission.admit('good', endless);
  const mine = admission.admit('revoked', endless);
  // The check is made off the event loop's account, so something must keep this process alive meanwhile.
  const alive = setInterval(() => {}, 1000);
  await assert.rejects(mine.next(), { extensions: { code: 'UNAUTHENTICATED' } });
  assert.equal((await mine.next()).done, true);
  clearInterval(alive);
  assert.equal(admission.size(), 1);
  await other.return?.();
  admission.close();
});

test('what is open when the server stops ends with UNAVAILABLE, and what ends by itself just ends', async () => {
  const admission = createAdmission({ stillGood: async () => true, onTrouble: never });
  const source = endless();
  const over = admission.admit('k', () => source);
  const open = admission.admit('k', endless);
  await source.return();
  assert.equal((await over.next()).done, true);
  admission.close();
  await assert.rejects(open.next(), { extensions: { code: 'UNAVAILABLE' } });
  assert.equal(admission.size(), 0);
});
