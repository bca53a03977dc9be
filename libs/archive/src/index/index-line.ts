import type { Location, Revisit } from '../types.ts';
import { surt } from './surt.ts';

type Entry = {
  url: string;
  at: number;
  status: number;
  headers: [name: string, value: string][];
  digest: string;
  location: Location;
  revisit?: Revisit;
};

/** The line of a response in a CDXJ index: key, 14-digit time, JSON. */
export function indexLine({ url, at, status, headers, digest, location, revisit }: Entry): string {
  const time = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const fields = {
    url,
    // What tells readers such as pywb to look for the body elsewhere.
    mime: revisit ? 'warc/revisit' : type.split(';')[0]!.trim().toLowerCase() || 'unk',
    status: String(status),
    digest: digest.replace(/^sha1:/, ''),
    length: String(location.length),
    offset: String(location.offset),
    filename: location.segment.slice(location.segment.indexOf('/') + 1),
  };
  return `${surt(url)} ${time} ${JSON.stringify(fields)}`;
}
