import { type ResponseHead, readHead } from './read-head.ts';

/** The head of a response that nobody sent, for what is made up. Throws on what is no head. */
export function makeHead(
  status: number,
  headers: readonly [name: string, value: string][],
  statusText = '',
): ResponseHead {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = readHead(Buffer.from(`HTTP/1.1 ${status} ${statusText}\r\n${lines}\r\n`, 'latin1'));
  if ('problem' in head) throw new Error(head.problem);
  return head;
}
