import type { TagScanner } from './tag-scanner.ts';

const XHTML = 'http://www.w3.org/1999/xhtml';
/** Declarations that are looked at. */
const MOST_DECLARATIONS = 1000;

/** Names of elements in a document of XML: in the case as written, with the prefixes that the document gives to XHTML. */
export class XmlNames {
  readonly #wanted: ReadonlySet<string>;
  readonly #prefixes: ReadonlySet<string>;

  constructor(bytes: Buffer, wanted: readonly string[]) {
    this.#wanted = new Set(wanted);
    this.#prefixes = prefixesOf(bytes);
  }

  /** The name of a tag if it is a wanted one. */
  of({ bytes, nameStart, nameEnd }: TagScanner): string | undefined {
    if (nameEnd - nameStart > 64) return undefined;
    const name = bytes.toString('latin1', nameStart, nameEnd);
    const colon = name.indexOf(':');
    const local = colon > 0 && this.#prefixes.has(name.slice(0, colon)) ? name.slice(colon + 1) : name;
    return this.#wanted.has(local) ? local : undefined;
  }
}

/** Whether the root of a document of XML, in UTF-8 or the like, is an element of XHTML: then it is a page, whatever its type is called. */
export function isXhtml(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  const root = /<(?:[\w.-]+:)?html\s[^>]*>/.exec(start.replaceAll('\0', ''));
  return root?.[0].includes(XHTML) ?? false;
}

function prefixesOf(bytes: Buffer): Set<string> {
  const prefixes = new Set<string>();
  let at = bytes.indexOf(XHTML);
  for (let count = 0; at >= 0 && count < MOST_DECLARATIONS; count++) {
    const before = bytes.toString('latin1', Math.max(0, at - 80), at);
    const prefix = /xmlns:([\w.-]+)\s*=\s*["']$/.exec(before)?.[1];
    if (prefix) prefixes.add(prefix);
    at = bytes.indexOf(XHTML, at + XHTML.length);
  }
  return prefixes;
}
