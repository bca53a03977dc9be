import { countCode } from './counters.ts';
import type { createHosts, HostCounters } from './hosts.ts';
import { givesSlot, type RunCounters, type Tally, takesSlot } from './run-counters.ts';

/** Counts in the run, the process and the host at once. */
export function createTally(
  entry: { counts: RunCounters; moves: number },
  all: RunCounters,
  { took, gave }: Pick<ReturnType<typeof createHosts>, 'took' | 'gave'>,
  host: HostCounters,
): Tally {
  const both = () => {
    entry.moves++;
    return [entry.counts, all] as const;
  };
  return {
    claimed() {
      for (const of of both()) of.claimed++;
    },
    tookSlot(at) {
      for (const of of both()) takesSlot(of, at);
      took(host, at);
    },
    gaveSlot(since, at) {
      for (const of of both()) givesSlot(of, since, at);
      gave(host, since, at);
    },
    started() {
      for (const of of both()) of.started++;
      host.started++;
    },
    firstByte(ms) {
      for (const of of both()) {
        of.firstByteMs += ms;
        of.firstByte.record(ms);
      }
      host.firstByteMs += ms;
    },
    received(bytes) {
      for (const of of both()) of.receivedBytes += bytes;
      host.receivedBytes += bytes;
    },
    stored(wireBytes, decodedBytes) {
      for (const of of both()) {
        of.wireBytes += wireBytes;
        of.decodedBytes += decodedBytes;
      }
    },
    outcome(kind) {
      for (const of of both()) countCode(of.outcomes, kind);
    },
    failed(code) {
      for (const of of both()) countCode(of.failures, code);
      host.failed++;
      host.failedBy = code;
    },
    done() {
      for (const of of both()) of.done++;
      host.done++;
    },
  };
}
