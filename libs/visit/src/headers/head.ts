import type { Policy } from '@trunkline/policy';

/** Status line and headers of a response. */
export type Head = {
  status: number;
  statusText: string;
  /** As received, in order. */
  headers: [name: string, value: string][];
  /** The first value of a header by its lower-case name. */
  get(name: string): string | undefined;
};

/** Reads raw headers; null when there are more, or longer ones, than the policy takes. */
export function readHead(
  status: number,
  statusText: string,
  raw: readonly (Buffer | string)[],
  limits: Policy['limits'],
): Head | null {
  if (raw.length / 2 > limits.headerCount) return null;
  let bytes = statusText.length;
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]!);
    const value = text(raw[at + 1]!);
    bytes += name.length + value.length + 4;
    headers.push([name, value]);
  }
  if (bytes > limits.headerBytes) return null;
  return headOf(status, headers, statusText);
}

/** The head of a response whose headers are known already, as of one that was stored. */
export function headOf(status: number, headers: Head['headers'], statusText = ''): Head {
  return {
    status,
    statusText,
    headers,
    get(wanted) {
      for (const [name, value] of headers) {
        if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
      }
      return undefined;
    },
  };
}

function text(part: Buffer | string): string {
  return typeof part === 'string' ? part : part.toString('latin1');
}

/** All values of a header that is a comma-separated list, lower-case. */
export function listOf(head: Head, wanted: string): string[] {
  const values: string[] = [];
  for (const [name, value] of head.headers) {
    if (name.toLowerCase() !== wanted) continue;
    for (const token of value.split(',')) if (token.trim() !== '') values.push(token.trim().toLowerCase());
  }
  return values;
}

/** The media type in lower case without parameters; null when there is none. */
export function mediaType(head: Head): string | null {
  const value = head.get('content-type');
  if (value === undefined) return null;
  const semicolon = value.indexOf(';');
  const type = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase();
  return type === '' ? null : type.slice(0, 127);
}

/** Whether a policy's list of media types (`type/*` allowed, empty: all) takes this one. Unknown types are taken. */
export function takesType(contentTypes: readonly string[], type: string | null): boolean {
  if (contentTypes.length === 0 || type === null) return true;
  return contentTypes.some((wanted) => {
    const lower = wanted.toLowerCase();
    return lower === type || lower === '*/*' || (lower.endsWith('/*') && type.startsWith(lower.slice(0, -1)));
  });
}
