/** The place after a comment whose `<!--` ends at `from`, or -1 when it never ends (HTML §13.2.5.43 ff.). */
export function endOfComment(html: string, from: number): number {
  if (html.startsWith('>', from)) return from + 1;
  if (html.startsWith('->', from)) return from + 2;
  for (let at = html.indexOf('--', from); at >= 0; at = html.indexOf('--', at + 1)) {
    if (html.startsWith('>', at + 2)) return at + 3;
    if (html.startsWith('!>', at + 2)) return at + 4;
  }
  return -1;
}

/** Where the end tag of a raw text element begins, or the end of the document. */
export function endOfRawText(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    const end = at + 2 + name.length;
    if (endsName(html.charCodeAt(end)) && html.slice(at + 2, end).toLowerCase() === name) return at;
  }
  return html.length;
}

/**
 * Where the end tag of a script begins: within `<!-- <script>` a first `</script>` only ends the inner one
 * (the script data double escaped state, §13.2.5.27 ff.).
 */
export function endOfScript(html: string, from: number): number {
  const token = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;
  token.lastIndex = from;
  let escaped = false;
  let double = false;
  for (let found = token.exec(html); found; found = token.exec(html)) {
    const [text] = found;
    if (text === '-->') escaped = double = false;
    else if (text === '<!--') {
      if (!escaped) token.lastIndex = found.index + 2; // `<!-->` is whole: its dashes count twice
      escaped = true;
    } else if (text[1] !== '/') double = escaped;
    else if (double) double = false;
    else return found.index;
  }
  return html.length;
}

function endsName(unit: number): boolean {
  return unit === 0x3e || unit === 0x2f || unit === 0x20 || (unit >= 0x09 && unit <= 0x0d && unit !== 0x0b);
}
