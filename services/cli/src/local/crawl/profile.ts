import { writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { duration } from '../../output/format.ts';
import type { Output } from '../../output/output.ts';

/** What a frame of a profile is at work for, by the first rule that fits its script or its function. */
const kinds = [
  'socket I/O',
  'TLS',
  'parsing',
  'hashing',
  'compression',
  'our code',
  'garbage collection',
  'node',
] as const;
type Kind = (typeof kinds)[number];

type Frame = { url: string; name: string };

const rules: [Kind, (frame: Frame) => boolean][] = [
  ['garbage collection', ({ name }) => name === '(garbage collector)'],
  [
    'TLS',
    ({ url, name }) =>
      /(?:_tls_|\btls|TLSWrap|SecureContext|X509)/i.test(`${url} ${name}`) && !url.includes('/libs/'),
  ],
  [
    'hashing',
    ({ url, name }) =>
      /crypto\/hash|internal\/crypto|\/digest\.ts$|(?:^|\W)(?:hash|update|digest|oneShotDigest|crc32)$/.test(
        `${url} ${name}`,
      ),
  ],
  [
    'compression',
    ({ url, name }) => /zlib|\/gzip\/|\/body\/decode|inflate|deflate|brotli|zstd/i.test(`${url} ${name}`),
  ],
  [
    'parsing',
    ({ url, name }) =>
      /libs\/web\/src|\/extract\/|llhttp|lazyllhttp|wasm|TextDecoder|decode(?:UTF8|Latin1)/i.test(
        `${url} ${name}`,
      ),
  ],
  ['our code', ({ url }) => /\/(?:libs|services)\//.test(url)],
  [
    'socket I/O',
    ({ url, name }) =>
      /node:(?:net|internal\/(?:net|stream|streams|dgram|dns|timers)|events|stream|_http|dns)|stream_base|writev?|writeBuffer|writeLatin1|writeUtf8|onStreamRead|readStart|TCP|Socket|fsync|fdatasync/i.test(
        `${url} ${name}`,
      ),
  ],
];

/** Profiles this process from now on (V8's sampling profiler, 1 ms); `end` writes the file and says the shares. */
export async function startProfile(file: string) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 1000 });
  await session.post('Profiler.start');
  const cpu = process.cpuUsage();
  return {
    async end(output: Output): Promise<void> {
      const used = process.cpuUsage(cpu);
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      writeFileSync(file, JSON.stringify(profile));
      const shares = sharesOf(profile);
      const cpuMs = { user: used.user / 1000, system: used.system / 1000 };
      output.document({ profile: { file, shares, cpuMs } });
      output.line();
      output.line(
        `CPU  ${duration(cpuMs.user + cpuMs.system)}: ${duration(cpuMs.user)} in the program, ${duration(cpuMs.system)} in the kernel (sockets, files), all threads`,
      );
      output.table(shares, [
        { title: 'main thread at', cell: ({ kind }) => kind },
        { title: 'share', cell: ({ share }) => `${(share * 100).toFixed(1)} %`, align: 'right' },
      ]);
      output.line(
        output.style.dim(
          `profile  ${file}  (open it in the performance panel of a browser's developer tools)`,
        ),
      );
    },
  };
}

export type Share = { kind: Kind; share: number };

/** Time of the main thread by what it was used for, idle time left out. */
function sharesOf(profile: Profiler.Profile): Share[] {
  const kindOf = new Map<number, Kind | null>();
  for (const { id, callFrame } of profile.nodes) {
    const frame = { url: callFrame.url, name: callFrame.functionName };
    const idle = frame.name === '(idle)' || frame.name === '(root)';
    kindOf.set(id, idle ? null : (rules.find(([, fits]) => fits(frame))?.[0] ?? 'node'));
  }
  const parents = new Map<number, number>();
  for (const { id, children } of profile.nodes) for (const child of children ?? []) parents.set(child, id);
  const times = new Map<Kind, number>();
  for (const [i, id] of (profile.samples ?? []).entries()) {
    const us = Math.max(0, profile.timeDeltas?.[i] ?? 0);
    const kind = attributed(id, kindOf, parents);
    if (kind) times.set(kind, (times.get(kind) ?? 0) + us);
  }
  const total = [...times.values()].reduce((sum, us) => sum + us, 0) || 1;
  return kinds
    .map((kind) => ({ kind, share: (times.get(kind) ?? 0) / total }))
    .sort((a, b) => b.share - a.share);
}

/** What node does by itself is done for whoever called it, where that is one of the named purposes. */
function attributed(id: number, kindOf: Map<number, Kind | null>, parents: Map<number, number>): Kind | null {
  const own = kindOf.get(id) ?? null;
  if (own !== 'node') return own;
  for (let at = parents.get(id), up = 0; at !== undefined && up < 6; at = parents.get(at), up++) {
    const kind = kindOf.get(at);
    if (kind && kind !== 'node' && kind !== 'our code') return kind;
  }
  return 'node';
}
