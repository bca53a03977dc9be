import { isTextAt } from './skip-text.ts';
import type { TagScanner } from './tag-scanner.ts';

/** Elements that may have a shadow root, beside custom ones (DOM, "valid shadow host name"). */
const hosts = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);
/** They have no content, so what follows is no child of theirs. */
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/**
 * Tells which templates are shadow roots that the parser makes (HTML §13.2.6.4.4): what is in them is a part of the page. It looks at the
 * tag before one, not at the whole tree: after a start tag the host is known, else it is taken for one that may have a root.
 */
export class ShadowHosts {
  readonly #bytes: Buffer;
  /** The name of the last tag, and whether it was a start tag. */
  #from = 0;
  #to = 0;
  /** Whether the template that was closed last was a root: the next tag, if it is another template, has the same host. */
  #wasRoot = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes note of the last tag before the next one is looked for. */
  passed(tags: TagScanner): void {
    this.#from = tags.nameStart;
    this.#to = tags.nameEnd;
  }

  /** The end tag that is just looked at closes a template. */
  closed(wasRoot: boolean): void {
    this.#wasRoot = wasRoot;
  }

  /** Whether the template whose tag was just read is a shadow root. */
  isRoot(tags: TagScanner): boolean {
    const mode = tags.attribute('shadowrootmode')?.toLowerCase();
    if (mode !== 'open' && mode !== 'closed') return false;
    const bytes = this.#bytes;
    const isEnd = this.#from > 0 && bytes[this.#from - 1] === 0x2f;
    // One host has one root.
    if (isEnd) return !(this.#wasRoot && isTextAt(bytes, this.#from, 'template'));
    const name = bytes.toString('latin1', this.#from, this.#to).toLowerCase();
    return name === '' || name.includes('-') || hosts.has(name) || empty.has(name);
  }
}
