import { abuse } from './growth/abuse.ts';
import { resubmission } from './growth/resubmission.ts';
import { backoff } from './hosts/backoff.ts';
import { robots } from './hosts/robots.ts';
import { throttled } from './hosts/throttled.ts';
import { unreachable } from './hosts/unreachable.ts';
import type { Rule } from './rule.ts';
import { bandwidth } from './stages/bandwidth.ts';
import { connect } from './stages/connect.ts';
import { cpu } from './stages/cpu.ts';
import { dns } from './stages/dns.ts';
import { largeBody } from './stages/large-body.ts';
import { slowOrigin } from './stages/slow-origin.ts';
import { store } from './stages/store.ts';
import { workersBusy } from './stages/workers-busy.ts';
import { crawlDelay } from './states/crawl-delay.ts';
import { noWorkers } from './states/no-workers.ts';
import { pace } from './states/pace.ts';
import { paused } from './states/paused.ts';
import { quota } from './states/quota.ts';
import { window } from './states/window.ts';
import { discovery } from './stores/discovery.ts';
import { recorder } from './stores/recorder.ts';
import { redis } from './stores/redis.ts';
import { redisFull } from './stores/redis-full.ts';

/** Of every cause one rule, in the order of causes. */
export const rules: readonly Rule[] = [
  ...[paused, window, quota, noWorkers],
  ...[unreachable, throttled, backoff, robots],
  ...[crawlDelay, pace],
  ...[dns, connect, slowOrigin, largeBody, bandwidth, cpu, store],
  ...[discovery, redis, redisFull, recorder, workersBusy],
  ...[resubmission, abuse],
];
