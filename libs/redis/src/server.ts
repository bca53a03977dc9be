import type { Redis } from 'ioredis';
import { refusedCluster } from './address.ts';

/** What a server tells of itself (INFO), by field. Throws `RedisRefused` for a node of a cluster of several. */
export async function readServer(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const info = fieldsOf(await redis.info());
  if (info.get('redis_mode') === 'cluster') {
    const nodes = Number(fieldsOf(String(await redis.call('CLUSTER', 'INFO'))).get('cluster_size'));
    if (nodes > 1) throw refusedCluster(`This is one of ${nodes} nodes of a Redis Cluster`);
  }
  return info;
}

function fieldsOf(text: string): Map<string, string> {
  return new Map(
    text.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
}
