export {
  findProgram,
  listenerOf,
  type Program,
  type ProgramName,
  programs,
  without,
} from '@trunkline/servers';
export { type Arrival, arrivalsAt } from './arrivals.ts';
export { lockTable, testDatabase } from './database.ts';
export { type DnsAnswer, openDns, startDns } from './dns.ts';
export { type Origin, startOrigin } from './origin.ts';
export { type RequestPacket, watchRequests } from './packets.ts';
export { type OwnRedis, ownRedis, testRedis } from './redis.ts';
export { type Stack, startStack } from './stack.ts';
export { type ReceivedSpan, startTraceReceiver } from './trace-receiver.ts';
export { type ServedSite, startTrapSites } from './trap-sites/start.ts';
