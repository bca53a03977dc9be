import type { Define } from '../../shell/define.ts';
import { defineGet } from './get.ts';
import { defineList } from './list.ts';
import { defineTail } from './tail.ts';

/** `trunkline capture …` */
export function defineCapture({ group }: Define): void {
  const capture = group('capture', 'Stored responses');
  defineList(capture);
  defineGet(capture);
  defineTail(capture);
}
