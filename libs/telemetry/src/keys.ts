/** Every Redis key of telemetry. The {braces} keep them on one cluster slot, so that reports are read in one call. */
const root = '{telemetry}';

export const keys = {
  workers: `${root}:workers`, // set  worker ids that reported and may still live
  worker: (id: string) => `${root}:worker:${id}`, // string  JSON WorkerReport; expires seconds after the last one
  visits: (id: string) => `${root}:visits:${id}`, // string  JSON VisitReport[]; expires with the report
  drained: `${root}:drained`, // hash  worker id -> who asked it to claim nothing, and when
  conductors: `${root}:conductors`, // set  names of conductors that told of themselves and may still live
  conductor: (name: string) => `${root}:conductor:${name}`, // string  JSON Failure[]; expires seconds after the last one
  runStages: (run: string) => `${root}:stages:${run}`, // hash  <worker id>.<generation> -> JSON StageReport
  causes: (run: string) => `${root}:causes:${run}`, // string  JSON ToldCauses; expires
  submitted: (job: string) => `${root}:submitted:${job}`, // hash  accepted, known: seeds given to the job of this key; expires
  runLog: (run: string) => `${root}:log:${run}`, // stream  n, event (JSON RunEvent); trimmed, expires
  runLogs: `${root}:logs`, // zset  runs that have a log, by the second of its last entry
  runCounts: (run: string) => `${root}:counts:${run}`, // hash  n of the last event, version and state last told; expires
  runTrack: (run: string) => `${root}:track:${run}`, // string  JSON: how a run went until now, for forecasts; expires
  budget: (key: string) => `${root}:budget:${key}`, // hash  left, at: what an API key may spend; expires
} as const;

/** The pub/sub channel of a topic. */
export const channel = (topic: string) => `trunkline:${topic}`;
