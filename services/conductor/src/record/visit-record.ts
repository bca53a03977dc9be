import {
  leftOutKinds,
  MOST_OMISSIONS,
  MOST_TRAPS,
  type Omission,
  outcomeKinds,
  paceDeciders,
  ROBOTS_KEPT,
  type RobotsRecord,
  type VisitRecord,
} from '@trunkline/policy';
import { z } from 'zod';

const int = z.number().int();
const least0 = int.min(0);
const text = z.string();
const optional = z.string().nullable();

const omitted = z
  .array(
    z.object({
      kind: z.enum(leftOutKinds),
      of: optional,
      count: int.min(1).max(1_000_000),
      sample: text.max(4096),
    }),
  )
  .max(MOST_OMISSIONS);

const asked = z.tuple([
  z.number().positive().max(8_640_000_000_000_000),
  z.number().min(0).max(1e9),
  least0.max(32_767),
  z.enum(paceDeciders),
]);

const evidence = z.object({
  pages: least0,
  fresh: least0,
  row: z.object({ pages: least0, fresh: least0, inside: z.number().min(0) }),
  found: least0,
  mistake: z.number().min(0).max(1),
  barren: z.array(text.max(4096)).max(5),
  pair: z.tuple([text.max(4096), text.max(4096)]).nullable(),
});
const traps = z
  .array(z.object({ shape: text.min(1).max(1000), held: z.boolean(), evidence }))
  .max(MOST_TRAPS);

/** What the recorder needs of a record: a worker of another version may say more, but not less. */
const schema = z.object({
  url: text.min(1),
  sitemap: least0.max(9).optional(),
  depth: least0.max(32_767),
  hops: least0.max(32_767),
  attempt: int.min(1).max(32_767),
  final: z.boolean(),
  deadReason: text.optional(),
  outcome: z.looseObject({ kind: z.enum(outcomeKinds) }),
  asked: asked.optional(),
  startedAt: z.number().positive().max(8_640_000_000_000_000),
  timings: z.record(z.string(), z.tuple([z.number(), z.number()])).default({}),
  address: optional,
  tlsFault: text.max(100).optional(),
  worker: text,
  capture: z
    .object({
      at: z.number().positive().max(8_640_000_000_000_000).optional(),
      status: int.min(100).max(999),
      contentType: optional,
      charset: optional,
      wireBytes: least0,
      bytes: least0,
      digest: text,
      title: optional,
      language: optional,
      etag: optional,
      lastModified: optional,
      truncated: optional,
      links: least0,
      refersTo: z.object({ run: text.regex(/^[0-9a-z]{1,10}$/), id: least0, at: least0 }).nullish(),
      location: z.object({ segment: text.min(1), offset: least0, length: int.min(1) }),
    })
    .nullable(),
  modified: z
    .array(z.tuple([text, least0]))
    .max(10_000)
    .optional(),
  led: text.min(1).max(500).optional(),
  traps: traps.optional(),
  omitted: omitted.optional(),
});

const robotsSchema = z.object({
  origin: text.regex(/^https?:\/\/[^/]+$/).max(300),
  at: z.number().positive().max(8_640_000_000_000_000),
  state: z.enum(['rules', 'allowAll', 'unreachable']),
  detail: text.max(2000),
  digest: text.max(100).nullable(),
  length: least0.nullable(),
  body: text.max(ROBOTS_KEPT).nullable(),
  crawlDelayMs: z.number().min(0).nullish(),
  asked: z
    .array(z.object({ host: text.min(1).max(300), asked }))
    .max(10)
    .optional(),
});

/** Reads what a worker tells of a robots.txt; throws when it is none. */
export function parseRobotsRecord(json: string): RobotsRecord {
  const parsed = robotsSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Reads what is left out of a run without a visit that says so; throws when it is none. */
export function parseOmitted(json: string): Omission[] {
  const parsed = omitted.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Reads a record as the stream carries it; throws when it is none. */
export function parseVisitRecord(json: string): VisitRecord {
  const parsed = schema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data as unknown as VisitRecord;
}
