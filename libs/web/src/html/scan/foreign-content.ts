/** Start tags that end SVG or MathML wherever they stand in it (HTML §13.2.6.5). */
const breakout = new Set(
  (
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing ' +
    'menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var'
  ).split(' '),
);

/** Elements of SVG and MathML in which HTML begins again. */
const integration = {
  svg: new Set(['foreignobject', 'desc', 'title']),
  math: new Set(['mi', 'mo', 'mn', 'ms', 'mtext', 'annotation-xml']),
};

/** Nesting that is followed; deeper documents are hostile, and their depth changes no link. */
const MAX_DEPTH = 64;

/**
 * Whether tags are HTML, SVG or MathML just now. That decides what `<a>`, `<title>`, `<style>` and
 * `<![CDATA[` mean. Only the elements that switch are followed, not the whole tree.
 */
export class ForeignContent {
  readonly #open: string[] = [];

  get language(): 'html' | 'svg' | 'math' {
    const top = this.#open.at(-1);
    return top === 'svg' || top === 'math' ? top : 'html';
  }

  /** Whether a CDATA section is one here. */
  get cdata(): boolean {
    return this.#open.length > 0 && (this.language !== 'html' || this.#open.at(-1) === 'title');
  }

  get depth(): number {
    return this.#open.length;
  }

  /** Takes note of a start tag and says what it is itself. */
  start(name: string, selfClosing: boolean): 'html' | 'svg' | 'math' {
    const { language } = this;
    if (language === 'html') {
      if (name !== 'svg' && name !== 'math') return 'html';
      if (!selfClosing) this.#push(name);
      return name;
    }
    if (breakout.has(name)) {
      this.#leave();
      return 'html';
    }
    if (!selfClosing && (name === language || integration[language].has(name))) this.#push(name);
    return language;
  }

  end(name: string): void {
    const at = this.#open.lastIndexOf(name);
    if (at >= 0) this.#open.length = at;
    else if (this.language !== 'html' && breakout.has(name)) this.#leave();
  }

  /** Forgets all that was opened beyond this depth. */
  cut(depth: number): void {
    if (this.#open.length > depth) this.#open.length = depth;
  }

  #push(name: string): void {
    if (this.#open.length < MAX_DEPTH) this.#open.push(name);
  }

  /** Back to the innermost HTML. */
  #leave(): void {
    while (this.language !== 'html') this.#open.pop();
  }
}
