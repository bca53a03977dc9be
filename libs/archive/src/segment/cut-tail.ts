import { open } from 'node:fs/promises';
import { readMember } from '../gzip/read-member.ts';

/** A whole member on the way through a segment: where it lies, and its uncompressed bytes. */
export type Member = { offset: number; length: number; data: Buffer };

const STEP = 4 << 20;

/**
 * Goes through the gzip members of a file up to the first that is torn or damaged, and tells where the last whole one
 * ends. Needs memory for about two members.
 */
export async function scanMembers(
  path: string,
  visit: (member: Member) => void,
): Promise<{ end: number; size: number }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    let offset = 0;
    let window: Buffer = Buffer.alloc(0);
    let want = STEP;
    while (offset < size) {
      if (window.length === 0) {
        window = Buffer.alloc(Math.min(want, size - offset));
        const { bytesRead } = await handle.read(window, 0, window.length, offset);
        window = window.subarray(0, bytesRead);
        if (bytesRead === 0) break;
      }
      const member = readMember(window);
      if (member.state === 'whole') {
        visit({ offset, length: member.length, data: member.data });
        offset += member.length;
        window = window.subarray(member.length);
        want = STEP;
      } else if (member.state === 'cut' && offset + window.length < size) {
        want = Math.max(want, window.length * 2);
        window = Buffer.alloc(0);
      } else {
        break;
      }
    }
    return { end: offset, size };
  } finally {
    await handle.close();
  }
}

/** Cuts a file back to the end of its last whole member, durably. Repeating it changes nothing. */
export async function cutTail(
  path: string,
  visit: (member: Member) => void,
): Promise<{ cut: number; end: number }> {
  const { end, size } = await scanMembers(path, visit);
  const handle = await open(path, 'r+');
  try {
    if (end < size) await handle.truncate(end);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { cut: size - end, end };
}
