export {
  type Charset,
  charsetOfContentType,
  charsetOfLabel,
  decodeText,
  findCharset,
  sniffCharset,
  utf8Of,
} from './charset.ts';
export { type HeaderLink, readLinkHeaders } from './link-header.ts';
export { mainText } from './main-text.ts';
export { extractLinks, type Link, type Page, type ParseLimits, parseHtml } from './parse-html.ts';
export { refreshTarget } from './refresh.ts';
export { type RobotsDirectives, readRobotsTag } from './robots-directives.ts';
