import { createHash } from 'node:crypto';
import type { RobotsVerdict } from './outcome/outcome.ts';
import type { Asked } from './pace/asked.ts';

/** What one visit to a robots.txt brought, as the recorder is told of it. */
export type RobotsRecord = {
  /** `https://example.com`, without a slash at the end. */
  origin: string;
  /** ms since the epoch. */
  at: number;
  state: RobotsVerdict['state'];
  /** Why it is this one, for people. */
  detail: string;
  /** SHA-1 of the whole file in hex, and its characters; null when there was none. */
  digest: string | null;
  length: number | null;
  /** What is kept of the file: its first 64 Ki characters; what is no text of them is one character, however long. */
  body: string | null;
  /** What it asks for between two requests, ms; null or left out: nothing. */
  crawlDelayMs?: number | null | undefined;
  /** The requests for it, hops included: the host each went to, and the pace it went by. */
  asked?: { host: string; asked: Asked }[] | undefined;
};

/** Characters kept of a robots.txt; files beyond are seldom, and a history of them would cost too much. */
export const ROBOTS_KEPT = 65_536;

/** Control characters take six bytes each in JSON, and no robots.txt needs one. */
const noText = /[^\P{Cc}\t\n\r]+/gu;

/** `file`: what was read, its text or the beginning of it, where the verdict has its rules in another form. */
export function robotsRecord(
  origin: string,
  verdict: RobotsVerdict,
  detail: string,
  at: number,
  file?: { text: string; length: number; digest: string },
): RobotsRecord {
  const body = verdict.state === 'rules' ? (file?.text ?? verdict.body) : null;
  return {
    ...{ origin, at, state: verdict.state, detail: detail.slice(0, 500) },
    ...(verdict.state === 'rules' && verdict.crawlDelayMs ? { crawlDelayMs: verdict.crawlDelayMs } : {}),
    digest: file?.digest ?? (body === null ? null : createHash('sha1').update(body).digest('hex')),
    length: file?.length ?? body?.length ?? null,
    body: body?.slice(0, ROBOTS_KEPT).replace(noText, '\ufffd') ?? null,
  };
}
