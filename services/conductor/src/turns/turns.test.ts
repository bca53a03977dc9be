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

test('what fails is counted until it goes well, or nobody has asked for it any more', async () => {
  let now = 0;
  const turns = createTurns('duty', createLogger('test', 'silent'), () => now);
  const pass = turns.pass(async () => true);
  turns.failed('a', new Error('bad'));
  turns.failed('b', new Error('bad'));
  assert.equal(pass.failing?.(), 2);
  await turns.each(['a'], String, async () => {});
  assert.equal(pass.failing?.(), 2, 'it is left out still');
  now = 1000;
  await turns.each(['a'], String, async () => {});
  assert.deepEqual([pass.failing?.(), turns.failing()], [1, ['b']]);
  now = 3_600_000;
  assert.equal(pass.failing?.(), 0);
});
