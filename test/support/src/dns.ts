import { createSocket } from 'node:dgram';
import { atExit } from './at-exit.ts';

/**
 * A name server as `openDns` opens one, until the process ends. `isMute`: of these names it says nothing. Resolves with its
 * `address:port`.
 */
export async function startDns(isMute?: (name: string) => boolean): Promise<string> {
  const { address, close } = await openDns(undefined, isMute);
  atExit(close);
  return address;
}

/**
 * A name server on loopback that answers 127.0.0.1 for every A question and "no such record" for all others
 * (RFC 1035 §4.1). `at`: the `address:port` of one that was closed, to be there again.
 */
export async function openDns(
  at?: string,
  isMute: (name: string) => boolean = () => false,
): Promise<{ address: string; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    if (!isMute(nameIn(question))) socket.send(answer(question), from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(Number(at?.split(':')[1] ?? 0), '127.0.0.1', resolve);
  });
  socket.unref();
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function nameIn(question: Buffer): string {
  const labels = [];
  for (let at = 12; question[at]; at += question[at]! + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!));
  return labels.join('.');
}

function answer(question: Buffer): Buffer {
  let end = 12;
  while (question[end]) end += question[end]! + 1;
  end += 5; // the root label, type and class
  const isA = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from(question.subarray(0, end));
  head.writeUInt16BE(0x8180, 2); // a response, recursion available, no error
  head.writeUInt16BE(isA ? 1 : 0, 6);
  head.writeUInt32BE(0, 8); // no authority, no additional records (EDNS of the question is dropped)
  // A pointer to the name of the question, A, IN, 60 s, 127.0.0.1
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
  return isA ? Buffer.concat([head, record]) : head;
}
