/** The head of a response as it was received, and as it is read. In text a character is a byte. */
export type ResponseHead = {
  /** From the first byte of the status line to the last of the blank line. */
  bytes: Uint8Array;
  /** What framing goes by: what is above 1.1 counts as 1.1, all else as 1.0. */
  version: '1.0' | '1.1';
  status: number;
  /** Reason phrase; empty where there is none. */
  statusText: string;
  /** In order, names as written; lines that are no header are left out. */
  headers: [name: string, value: string][];
  /** What of it others may read otherwise, with its line; null: nothing. Then nobody is sure where the next message begins. */
  doubt: string | null;
};

/** Why something is no head, with its line. */
export type BadHead = { problem: string };

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Whether a header says where the message ends, or whether the connection does. */
const framing = /^(?:content-length|transfer-encoding|connection|keep-alive)$/i;
const statusLine = /^http(?:\/(?:(\d+)\.(\d+))?[^ \t]*)?[ \t]+(\d{3})(?!\d)(.*)$/i;
const usualStatusLine = /^HTTP\/1\.[01] \d{3}(?: |$)/;

/**
 * Reads a head as most user agents do: CR LF, LF or CR alone end a line; a line that begins with a blank goes on with the header
 * before it (RFC 9112 §5.2); blanks before a colon are taken off (§5.1); what is no header is skipped. NUL is refused (RFC 9110
 * §5.5). Lines are counted from 1 after the status line.
 */
export function readHead(bytes: Uint8Array): ResponseHead | BadHead {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lines = linesOf(text);
  const status = readStatusLine(lines.next() ?? '');
  if (text.includes('\0')) return { problem: `${lineWithNul(text)}: it has a NUL` };
  if ('problem' in status) return status;
  const { headers, doubt } = readHeaders(lines);
  return { bytes, ...status, headers, doubt: status.doubt ?? doubt };
}

/** The lines of a text one after the other, without their ends and without empty ones; null after the last. */
type Lines = { next(): string | null; number(): number; doubt(): string | null };

function linesOf(text: string): Lines {
  let at = 0;
  let number = -1;
  let doubt: string | null = null;
  // Each is looked for once: a head without any CR must not be searched through for each of its lines.
  let cr = text.indexOf('\r');
  let lf = text.indexOf('\n');
  return {
    next() {
      while (at < text.length) {
        if (cr >= 0 && cr < at) cr = text.indexOf('\r', at);
        if (lf >= 0 && lf < at) lf = text.indexOf('\n', at);
        const whole = cr >= 0 && cr + 1 === lf;
        const end = whole ? cr : first(cr, lf, text.length);
        const line = text.slice(at, end);
        at = whole ? end + 2 : end + 1;
        if (line !== '') number++;
        if (!whole) doubt ??= `${named(number)}: it ends with ${end === cr ? 'CR' : 'LF'} alone`;
        if (line !== '') return line;
      }
      return null;
    },
    number: () => number,
    doubt: () => doubt,
  };
}

function first(cr: number, lf: number, otherwise: number): number {
  if (cr < 0) return lf < 0 ? otherwise : lf;
  return lf < 0 ? cr : Math.min(cr, lf);
}

type Status = Pick<ResponseHead, 'version' | 'status' | 'statusText' | 'doubt'>;

function readStatusLine(line: string): Status | BadHead {
  const match = statusLine.exec(line);
  const status = Number(match?.[3] ?? 0);
  if (!match || status < 100) return { problem: `status line: ${shown(line)} is none` };
  const [, major, minor, , reason] = match;
  const isNew = Number(major) > 1 || (major === '1' && minor !== '0');
  const doubt = usualStatusLine.test(line) ? null : `status line: it is ${shown(line)}`;
  return { version: isNew ? '1.1' : '1.0', status, statusText: trimmed(reason!), doubt };
}

function readHeaders(lines: Lines): Pick<ResponseHead, 'headers' | 'doubt'> {
  const headers: [string, string][] = [];
  let doubt: string | null = null;
  const doubted = (what: string) => {
    doubt ??= `${named(lines.number())}: ${what}`;
  };
  /** The header that a folded line goes on with. */
  let last: [string, string] | null = null;
  for (let line = lines.next(); line !== null; line = lines.next()) {
    const code = line.charCodeAt(0);
    if (isBlank(code)) {
      if (last) last[1] = trimmed(`${last[1]} ${trimmed(line)}`);
      if (!last || framing.test(last[0])) doubted(`it goes on with ${last ? last[0] : 'nothing'}`);
      continue;
    }
    const colon = line.indexOf(':');
    const written = colon < 0 ? '' : line.slice(0, colon);
    const name = isBlank(written.charCodeAt(colon - 1)) ? trimmed(written) : written;
    if (!token.test(name)) {
      last = null;
      doubted(`${shown(line)} is no header`);
      continue;
    }
    if (name !== written) doubted(`there is a blank before the colon of ${name}`);
    last = [name, trimmed(line.slice(colon + 1))];
    headers.push(last);
  }
  return { headers, doubt: lines.doubt() ?? doubt };
}

/** Blanks (RFC 9110 §5.6.3) off both ends, and no other white space: 0xA0 is a byte like any other. */
function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

const isBlank = (code: number) => code === 32 || code === 9;

const named = (number: number) => (number <= 0 ? 'status line' : `header line ${number}`);

function lineWithNul(text: string): string {
  const lines = linesOf(text);
  while (!lines.next()!.includes('\0'));
  return named(lines.number());
}

function shown(line: string): string {
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 80)}…` : line);
}
