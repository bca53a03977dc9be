import { createHash } from 'node:crypto';
import { ROBOTS_KEPT } from '@trunkline/policy';
import { asUtf8, compactRobots } from '@trunkline/web/robots';
import type { RobotsFile } from '../../types.ts';

/** The bytes of a robots.txt, content coding off, and for whom its rules are wanted. */
export type RobotsTask = { bytes: Uint8Array; userAgent: string };

export type RobotsRead = { rules: string; file: RobotsFile };

/** The rules of a robots.txt in compact form, and what is told of the file. */
export function readRobotsFile({ bytes, userAgent }: RobotsTask): RobotsRead {
  const text = new TextDecoder().decode(asUtf8(bytes));
  const digest = createHash('sha1').update(bytes).digest('hex');
  return {
    rules: compactRobots(bytes, { userAgent }),
    file: { text: text.slice(0, ROBOTS_KEPT), length: text.length, digest },
  };
}
