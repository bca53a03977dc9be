import type { Redis } from 'ioredis';
import { ack } from '../scripts/ack.ts';
import { applyRun } from '../scripts/apply-run.ts';
import { arrive } from '../scripts/arrive.ts';
import { cancelHost } from '../scripts/cancel-host.ts';
import { causes } from '../scripts/causes.ts';
import { changed } from '../scripts/changed.ts';
import { claim } from '../scripts/claim.ts';
import { close } from '../scripts/close.ts';
import { confirm } from '../scripts/confirm.ts';
import { deal } from '../scripts/deal.ts';
import { drop } from '../scripts/drop.ts';
import { enqueue } from '../scripts/enqueue.ts';
import { forget } from '../scripts/forget.ts';
import { heard } from '../scripts/heard.ts';
import { hop } from '../scripts/hop.ts';
import { inspectUrl } from '../scripts/inspect-url.ts';
import { known } from '../scripts/known.ts';
import { loosen } from '../scripts/loosen.ts';
import { open } from '../scripts/open.ts';
import { pauseHost } from '../scripts/pause-host.ts';
import { reconcile } from '../scripts/reconcile.ts';
import { releaseRecorders } from '../scripts/release-recorders.ts';
import { renew } from '../scripts/renew.ts';
import { requeue } from '../scripts/requeue.ts';
import { retryDead } from '../scripts/retry-dead.ts';
import { setRule } from '../scripts/set-rule.ts';
import { settle } from '../scripts/settle.ts';
import { size } from '../scripts/size.ts';
import { survey } from '../scripts/survey.ts';
import { sweep } from '../scripts/sweep.ts';

/** Every verb the frontier has in Lua. */
export const scripts = [
  ack,
  applyRun,
  arrive,
  cancelHost,
  causes,
  changed,
  claim,
  close,
  confirm,
  deal,
  drop,
  enqueue,
  forget,
  heard,
  hop,
  inspectUrl,
  known,
  loosen,
  open,
  pauseHost,
  reconcile,
  releaseRecorders,
  renew,
  requeue,
  retryDead,
  setRule,
  settle,
  size,
  survey,
  sweep,
];

/** KEYS of every script are the two of design.md §5 (Cluster): `meta` and `void`. */
export function registerScripts(redis: Redis): void {
  for (const { name, flags, lua } of scripts)
    redis.defineCommand(`trunkline-${name}`, { lua: flags + lua, numberOfKeys: 2 });
}
