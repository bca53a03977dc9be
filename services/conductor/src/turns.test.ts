import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrontierUnavailable } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { createTurns } from './turns.ts';

test('an item that fails is left out for ever longer, and stops no other; what is away is thrown', async () => {
  let now = 0;
  const turns = createTurns('duty', createLogger('test', 'silent'), () => now);
  const done: string[] = [];
  let fault: Error = new Error('bad');
  const pass = () =>
    turns.each(['a', 'bad', 'c'], String, async (item) => {
      if (item === 'bad') throw fault;
      done.push(item);
    });
  assert.equal(await pass(), 2);
  assert.deepEqual([turns.out(), done], [['bad'], ['a', 'c']]);
  now = 1000;
  assert.equal(await pass(), 2);
  now = 2999;
  assert.deepEqual(turns.out(), ['bad'], 'twice as long');
  now = 3000;
  fault = new FrontierUnavailable('do it');
  await assert.rejects(pass(), FrontierUnavailable);
  assert.deepEqual(turns.out(), []);
});
