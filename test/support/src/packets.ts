import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { insist } from '@trunkline/servers';

/** One request as it crossed the loopback interface; `at` is the kernel's time stamp in ms since the epoch. */
export type RequestPacket = { at: number; host: string; path: string };

/**
 * Watches GET requests to a loopback port with tcpdump, for benchmarks (needs root; installed when it is missing). `stop` resolves with all of them, in order.
 * The time stamps are those of the packets, so a busy server or test cannot blur them. A request counts once, when it was first sent.
 */
export async function watchRequests(port: number): Promise<{ stop(): Promise<RequestPacket[]> }> {
  await insist(['tcpdump'], console.error);
  // Only segments whose payload starts with "GET ": the TCP header's length stands in its 13th byte.
  const filter = `tcp dst port ${port} and tcp[((tcp[12] & 0xf0) >> 2):4] = 0x47455420`;
  const args = ['-i', 'lo', '-s', '600', '-B', '65536', '-U', '-w', '-', filter];
  const tcpdump = spawn('tcpdump', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  tcpdump.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exited = once(tcpdump, 'exit');
  let messages = '';
  await new Promise<void>((resolve, reject) => {
    tcpdump.once('error', reject);
    tcpdump.stderr.on('data', (chunk: Buffer) => {
      messages += chunk;
      if (messages.includes('listening on')) resolve();
    });
  });
  return {
    async stop() {
      tcpdump.kill('SIGINT');
      await exited;
      const lost = /(\d+) packets dropped by kernel/.exec(messages)?.[1];
      if (lost !== '0') throw new Error(`tcpdump missed packets, nothing can be said: ${messages}`);
      return readCapture(Buffer.concat(chunks));
    },
  };
}

/** Where a segment begins in its connection: a retransmitted one has the same port and sequence number (RFC 9293 §3.1). */
function segmentOf(frame: Buffer): string {
  const tcp = 14 + (frame.readUInt8(14) & 0x0f) * 4; // behind the Ethernet and the IPv4 header
  return `${frame.readUInt16BE(tcp)} ${frame.readUInt32BE(tcp + 4)}`;
}

/** The pcap format: a header of 24 bytes, then records of 16 bytes of header and the frame (pcap-savefile(5)). */
function readCapture(file: Buffer): RequestPacket[] {
  const requests: RequestPacket[] = [];
  const segments = new Set<string>();
  for (let at = 24; at + 16 <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    const time = file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / 1000;
    const packet = file.subarray(at + 16, at + 16 + length);
    at += 16 + length;
    const segment = segmentOf(packet);
    if (segments.has(segment)) continue; // the kernel sent it again: a busy origin did not take it the first time
    segments.add(segment);
    const frame = packet.toString('latin1');
    const [, path, host] = /GET (\S+) HTTP\/1\.1\r\n(?:.*\r\n)*?host: ([^\r]+)\r\n/i.exec(frame) ?? [];
    if (path && host) requests.push({ at: time, host, path });
  }
  return requests;
}
