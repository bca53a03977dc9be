import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';

const schema = z.object({
  PORT: z.coerce.number().int().default(4000),
  REDIS_URL: z.url(),
  DATABASE_URL: z.url(),
});

test('everything wrong with the environment is listed at once', () => {
  assert.throws(
    () => readEnvironment(schema, { PORT: 'x', REDIS_URL: 'nowhere' }),
    (error: Error) => {
      for (const name of ['PORT', 'REDIS_URL', 'DATABASE_URL']) assert.match(error.message, new RegExp(name));
      return true;
    },
  );
});

test('defaults fill what is not set', () => {
  const env = { REDIS_URL: 'redis://a', DATABASE_URL: 'postgres://b' };
  assert.equal(readEnvironment(schema, env).PORT, 4000);
});
