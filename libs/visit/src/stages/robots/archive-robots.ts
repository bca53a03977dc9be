import type { ArchiveWriter } from '@trunkline/archive';
import { LocalFault } from '@trunkline/policy';
import { codeOf } from '../../outcome/fault.ts';
import type { Visit } from '../../visit.ts';
import { withoutCoding } from '../store/without-coding.ts';
import type { Archived } from './fetch-robots.ts';

/** Appends the exchange of a robots.txt to the archive of the run, as any other; resolves once its bytes are durable. */
export async function archiveRobots(
  visit: Visit,
  { place, head, body }: Archived,
  archive: ArchiveWriter,
): Promise<void> {
  const url = place.origin + place.path;
  const plain = await withoutCoding(head, body, visit.config.policy);
  try {
    await archive.append(visit.run, {
      url,
      at: visit.wroteRequestEpoch ?? Date.now(),
      address: visit.address,
      tlsFault: visit.tlsFault,
      request: visit.sent!,
      head,
      body: plain?.bytes ?? (await body.bytes()),
      payloadDigest: plain?.digest ?? body.digest(),
      ...(plain ? { decoded: true as const } : {}),
      ...(body.truncated ? { truncated: body.truncated } : {}),
    });
  } catch (cause) {
    const code = codeOf(cause) || 'STORE_FAILED';
    throw new LocalFault(code, `${url} could not be stored: ${code}`, { cause });
  }
}
