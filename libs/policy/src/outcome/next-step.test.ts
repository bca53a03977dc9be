import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policySchema } from '../policy.ts';
import { nextStep } from './next-step.ts';
import { failureCodes, type Outcome } from './outcome.ts';

const policy = policySchema.parse({ retries: { attempts: 3, delayMs: 1000 } });
const failed = (code: (typeof failureCodes)[number]): Outcome => ({ kind: 'failed', code, detail: '' });

test('a passing failure is tried again, each time after twice the wait, and is dead after the last attempt', () => {
  assert.deepEqual(nextStep(failed('RESET'), 1, policy).next, { do: 'retry', delayMs: 1000 });
  assert.deepEqual(nextStep(failed('RESET'), 2, policy).next, { do: 'retry', delayMs: 2000 });
  assert.deepEqual(nextStep(failed('RESET'), 3, policy).next, { do: 'dead', reason: 'RESET' });
});

test('a wait never grows beyond a day', () => {
  const patient = policySchema.parse({ retries: { attempts: 20, delayMs: 86_400_000 } });
  assert.deepEqual(nextStep(failed('RESET'), 10, patient).next, { do: 'retry', delayMs: 86_400_000 });
});

test('throttling is a signal about the host', () => {
  const outcome: Outcome = { kind: 'throttled', status: 429, retryAfterMs: 7000 };
  assert.deepEqual(nextStep(outcome, 1, policy).host, { kind: 'throttled', retryAfterMs: 7000 });
});

test('a host that cannot be reached is blamed by name', () => {
  for (const code of ['DNS_TIMEOUT', 'CONNECT_REFUSED', 'TLS_FAILED'] as const)
    assert.deepEqual(nextStep(failed(code), 1, policy).host, { kind: 'unreachable', code });
});

test('a host that cannot be reached is not charged to its URLs, however often it fails', () => {
  for (const code of [
    'DNS_FAILED',
    'CONNECT_FAILED',
    'CONNECT_REFUSED',
    'CONNECT_TIMEOUT',
    'TLS_FAILED',
  ] as const)
    assert.deepEqual(nextStep(failed(code), 99, policy).next, { do: 'requeue' }, code);
});

test('a name that does not exist is charged to the URL', () => {
  assert.deepEqual(nextStep(failed('DNS_NOT_FOUND'), 1, policy).next, { do: 'retry', delayMs: 1000 });
  assert.deepEqual(nextStep(failed('DNS_NOT_FOUND'), 3, policy).next, {
    do: 'dead',
    reason: 'DNS_NOT_FOUND',
  });
});

test('what can never succeed is dead at once', () => {
  for (const code of ['BAD_HTTP', 'REDIRECT_LOOP', 'HEADERS_TOO_LARGE'] as const)
    assert.deepEqual(nextStep(failed(code), 1, policy).next, { do: 'dead', reason: code });
});

test('every failure code has a next step', () => {
  for (const code of failureCodes) assert.ok(nextStep(failed(code), 1, policy)?.next, code);
});

test('an answer, a redirect and a refusal end the URL', () => {
  const ends: Outcome[] = [
    { kind: 'fetched', status: 404 },
    { kind: 'notModified', status: 304 },
    { kind: 'redirected', status: 301, target: 'http://a/' },
    { kind: 'refused', by: 'robots', detail: '' },
  ];
  for (const outcome of ends) assert.deepEqual(nextStep(outcome, 1, policy).next, { do: 'settle' });
});
