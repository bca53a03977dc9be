import type { ArchiveReader } from '@trunkline/archive';
import type { Database } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Redis } from '@trunkline/redis';
import type { Logger, Sealer } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import type { Turn } from '../limits/room/reading.ts';
import type { Looks } from '../live/looks/looks.ts';
import type { LinkReader } from './export/link-reader.ts';
import type { Forecasts } from './run/forecast/forecasts.ts';

/** What stores of any caller are made from; opened once per process. */
export type Parts = {
  db: Database;
  frontier: Frontier;
  bus: Bus;
  /** Read telemetry from here. */
  redis: Redis;
  archive: ArchiveReader;
  /** Decoding of stored bodies is done in turns. */
  turn: Turn;
  linkReader: Pick<LinkReader, 'linksOf'>;
  looks: Looks;
  forecasts: Forecasts;
  /** Null: jobs can have no secrets. */
  sealer: Sealer | null;
  /** Of this installation, for names nobody can guess from. */
  secret: string;
  log: Logger;
};
