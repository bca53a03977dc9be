/** Every Redis key of telemetry. The {braces} keep them on one cluster slot, so that reports are read in one call. */
const root = '{telemetry}';

export const keys = {
  workers: `${root}:workers`, // set  worker ids that reported and may still live
  worker: (id: string) => `${root}:worker:${id}`, // string  JSON WorkerReport; expires seconds after the last one
  runStages: (run: string) => `${root}:stages:${run}`, // hash  <worker id>.<generation> -> JSON StageReport
} as const;

/** The pub/sub channel of a topic. */
export const channel = (topic: string) => `trunkline:${topic}`;
