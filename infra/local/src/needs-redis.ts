import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What starts or asks a Redis, by the names it has in the sources. */
const starters = /\b(?:testRedis|ownRedis|startRedis|startStack|provideRedisServer)\b|spawn\('redis-server'/;

/** Whether a test file, or a file that it imports by path, starts a Redis or takes that of the test run. */
export function needsRedis(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  if (starters.test(code)) return true;
  const imported = [...code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) => path);
  return imported.some((path) => needsRedis(resolve(dirname(file), path), seen));
}
