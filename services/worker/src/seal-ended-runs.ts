import type { FileArchiveWriter } from '@trunkline/archive';
import type { Bus } from '@trunkline/telemetry';

/** Seals the segments of runs that are over, so that their files carry their final names at once. */
export function sealEndedRuns(
  archive: Pick<FileArchiveWriter, 'seal'>,
  bus: Pick<Bus, 'subscribe'>,
  onError: (error: Error) => void,
) {
  const heard = bus.subscribe('runState');
  const listening = (async () => {
    for await (const { run, over } of heard) if (over) await archive.seal(run).catch(onError);
  })();

  return {
    async close(): Promise<void> {
      await heard.return?.(undefined);
      await listening;
    },
  };
}
