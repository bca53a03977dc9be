import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What is said of a name: addresses of A records with a TTL, a DNS error code (3 is NXDOMAIN), or nothing ever. */
export type Said = { addresses: string[]; ttl?: number } | { rcode: number } | 'nothing';

/** A name server on loopback that knows A records (RFC 1035 §4.1) and counts questions; closed after the test. */
export async function nameServer(t: TestContext, say: (name: string, type: number) => Said) {
  const { close, ...server } = await nameServerOn(say);
  t.after(close);
  return server;
}

/** The same for as long as it is not closed. */
export async function nameServerOn(say: (name: string, type: number) => Said) {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let size = query[at]!; size > 0; size = query[at]!) {
      labels.push(query.toString('latin1', at + 1, at + 1 + size));
      at += size + 1;
    }
    const type = query.readUInt16BE(at + 1);
    const question = query.subarray(12, at + 5);
    const name = labels.join('.');
    questions.push(name);
    const said = say(name, type);
    if (said === 'nothing') return;
    const addresses = 'addresses' in said && type === 1 ? said.addresses : [];
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | ('rcode' in said ? said.rcode : 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(addresses.length, 6);
    const records = addresses.map((address) => {
      const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
      record.writeUInt32BE(('addresses' in said && said.ttl) || 0, 6);
      for (const [i, part] of address.split('.').entries()) record.writeUInt8(Number(part), 12 + i);
      return record;
    });
    socket.send(Buffer.concat([head, question, ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    questions,
    close: () => void socket.close(),
  };
}
