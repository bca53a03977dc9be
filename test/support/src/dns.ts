import { createSocket } from 'node:dgram';
import { atExit } from './at-exit.ts';

/** What is said of a name: an address of loopback, after how long, ms, and for how long it holds, s; null: nothing. */
export type DnsAnswer = { address?: string; delayMs?: number; ttlS?: number } | null;

/**
 * A name server as `openDns` opens one, until the process ends. Resolves with its `address:port`.
 */
export async function startDns(answerTo?: (name: string) => DnsAnswer): Promise<string> {
  const { address, close } = await openDns(undefined, answerTo);
  atExit(close);
  return address;
}

/**
 * A name server on loopback that answers an address of loopback (127.0.0.1) for every A question and "no such record" for all
 * others (RFC 1035 §4.1). `at`: the `address:port` of one that was closed, to be there again.
 */
export async function openDns(
  at?: string,
  answerTo: (name: string) => DnsAnswer = () => ({}),
): Promise<{ address: string; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  let open = true;
  socket.on('message', (question, from) => {
    const said = answerTo(nameIn(question));
    if (!said) return;
    const send = () => open && socket.send(answer(question, said), from.port, from.address);
    if (said.delayMs) setTimeout(send, said.delayMs).unref();
    else send();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(Number(at?.split(':')[1] ?? 0), '127.0.0.1', resolve);
  });
  socket.unref();
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close() {
      open = false;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

function nameIn(question: Buffer): string {
  const labels = [];
  for (let at = 12; question[at]; at += question[at]! + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!));
  return labels.join('.');
}

function answer(question: Buffer, { address = '127.0.0.1', ttlS = 60 }: NonNullable<DnsAnswer>): Buffer {
  let end = 12;
  while (question[end]) end += question[end]! + 1;
  end += 5; // the root label, type and class
  const isA = question.readUInt16BE(end - 4) === 1;
  const head = Buffer.from(question.subarray(0, end));
  head.writeUInt16BE(0x8180, 2); // a response, recursion available, no error
  head.writeUInt16BE(isA ? 1 : 0, 6);
  head.writeUInt32BE(0, 8); // no authority, no additional records (EDNS of the question is dropped)
  // A pointer to the name of the question, A, IN, TTL, four bytes
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]);
  record.writeUInt32BE(ttlS, 6);
  return isA ? Buffer.concat([head, record]) : head;
}
