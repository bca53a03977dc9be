import { provide } from './install.ts';
import { findProgram } from './programs.ts';

const byHand = `Trunkline needs a Redis 7+ or Valkey server. Provide one of:

  Debian/Ubuntu   sudo apt-get install -y redis-server
  Fedora          sudo dnf install -y valkey
  macOS           brew install redis
  Docker          docker run -d -p 6379:6379 redis:7 redis-server --appendonly yes --maxmemory-policy noeviction
                  and then: REDIS_URL=redis://127.0.0.1:6379 npm start`;

/**
 * The path of a Redis or Valkey server: the one on the PATH, else one installed with apt-get where this user
 * may. Rejects with the commands for each system otherwise.
 */
export async function provideRedisServer(say: (line: string) => void): Promise<string> {
  await provide(['redis-server'], say);
  const server = findProgram('redis-server');
  if (!server) throw new Error(byHand);
  return server;
}
