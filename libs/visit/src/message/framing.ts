import type { ResponseHead } from '@trunkline/web/http';

/** Where the body of a response ends, and whether its connection can carry another request then. */
export type Framing = {
  /** `close`: where the connection does. */
  body: { by: 'none' | 'chunks' | 'close' } | { by: 'length'; length: number };
  keep: boolean;
  /** For so long the server says it keeps an idle connection, ms; null: it does not say. */
  idleMs: number | null;
  /** What of it others may read otherwise, with its header; null: nothing. */
  doubt: string | null;
};

/**
 * How the answer to a GET is framed (RFC 9112 §6.3): chunks before a length, equal lengths as one, and what is no length as none, as user
 * agents read them. Different lengths are refused: no two of them read the same. A connection whose framing is in doubt carries nothing more.
 */
export function framingOf(head: ResponseHead): Framing | { problem: string } {
  const { version, status, headers } = head;
  let lengths: string[] | null = null;
  let codings: string[] | null = null;
  let connection: string[] = [];
  let idleMs: number | null = null;
  for (const [name, value] of headers) {
    switch (name.length) {
      case 10:
        if (isNamed(name, 'connection')) connection = [...connection, ...listed(value)];
        else if (isNamed(name, 'keep-alive')) idleMs = idleIn(value) ?? idleMs;
        break;
      case 14:
        if (isNamed(name, 'content-length'))
          lengths = [...(lengths ?? []), ...value.split(',').map((part) => part.trim())];
        break;
      case 17:
        if (isNamed(name, 'transfer-encoding')) codings = [...(codings ?? []), ...listed(value)];
    }
  }
  const wantsToKeep = version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
  const framed = (body: Framing['body'], doubt: string | null) => ({
    body,
    keep: wantsToKeep && doubt === null && head.doubt === null && body.by !== 'close',
    idleMs,
    doubt,
  });
  // A body that comes all the same would be taken for the next answer.
  if (status === 204 || status === 304)
    return framed(
      { by: 'none' },
      status === 204 && (codings ?? lengths ?? ['0'])[0] !== '0' ? 'Content-Length: 204 has no body' : null,
    );
  if (codings?.includes('chunked')) {
    const isUsual = codings.length === 1 && !lengths && version === '1.1';
    return framed(
      { by: 'chunks' },
      isUsual ? null : `Transfer-Encoding: it stands ${beside(codings, lengths, version)}`,
    );
  }
  const doubt = codings
    ? `Transfer-Encoding: ${JSON.stringify(codings.join(', ').slice(0, 80))} is not chunked`
    : null;
  if (!lengths) return framed({ by: 'close' }, doubt);
  const [first = ''] = lengths;
  if (lengths.some((length) => length !== first))
    return {
      problem: `Content-Length: it is ${lengths
        .slice(0, 5)
        .map((length) => JSON.stringify(length.slice(0, 20)))
        .join(' and ')}`,
    };
  const length = /^\d+$/.test(first) ? Number(first) : Number.NaN;
  if (!Number.isSafeInteger(length))
    return framed({ by: 'close' }, doubt ?? `Content-Length: ${JSON.stringify(first.slice(0, 80))} is none`);
  return framed(
    { by: 'length', length },
    doubt ?? (lengths.length > 1 ? 'Content-Length: it is there twice' : null),
  );
}

function beside(codings: string[], lengths: string[] | null, version: string): string {
  if (lengths) return 'beside a Content-Length';
  return codings.length > 1 ? `in ${JSON.stringify(codings.join(', ').slice(0, 80))}` : `in HTTP/${version}`;
}

const isNamed = (name: string, wanted: string) => name.toLowerCase() === wanted;

function listed(value: string): string[] {
  return value
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
}

function idleIn(value: string): number | null {
  const seconds = /(?:^|[,\s])timeout\s*=\s*"?(\d{1,6})/i.exec(value)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
