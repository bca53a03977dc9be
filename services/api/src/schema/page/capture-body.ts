import { refusal } from '../../limits/refusals.ts';
import type { CaptureStore } from '../../stores/page/capture-store.ts';
import type { CaptureValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';

type BodyValue = { data: Uint8Array; total: number; charset: string | null };

const maxBytesLimit = 1_048_576;
export const usualBytes = 65_536;

/** What `body` costs: beyond the usual length more for each KiB, for as much is in memory until the answer is taken. */
export const bodyCost = (maxBytes: number): number =>
  50 + Math.ceil(Math.max(0, Math.min(maxBytes, maxBytesLimit) - usualBytes) / 1024);

export const CaptureBody = builder.objectRef<BodyValue>('CaptureBody').implement({
  description: 'The beginning of a stored body.',
  fields: (t) => ({
    bytes: t.field({ type: 'Long', description: 'Bytes of the whole body.', resolve: ({ total }) => total }),
    complete: t.boolean({
      description: 'False when this is only the beginning.',
      resolve: ({ data, total }) => data.length === total,
    }),
    text: t.string({
      description: 'As text in the encoding of the capture; bytes that are none become U+FFFD.',
      resolve: ({ data, charset }) => decoder(charset).decode(data),
    }),
    base64: t.string({
      description: 'The bytes themselves.',
      resolve: ({ data }) => Buffer.from(data).toString('base64'),
    }),
  }),
});

export async function readBody(
  capture: CaptureValue,
  maxBytes: number,
  captures: Pick<CaptureStore, 'beginning' | 'holder'>,
): Promise<BodyValue> {
  if (maxBytes < 0 || maxBytes > maxBytesLimit)
    throw refusal('BAD_INPUT', `maxBytes is ${maxBytes}; pass 0 to ${maxBytesLimit}, or download bodyUrl.`);
  const holder = await captures.holder(capture);
  return { ...(await captures.beginning(holder, maxBytes)), charset: holder.charset };
}

/** Labels come from pages and may name no encoding at all: those texts are read as UTF-8. */
function decoder(charset: string | null): { decode(data: Uint8Array): string } {
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder();
    throw error;
  }
}
