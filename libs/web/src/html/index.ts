export { charsetOfLabel, decodeText, utf8Of } from '../encoding/index.ts';
export { type Charset, findCharset, findXmlCharset } from './charset.ts';
export { type HeaderLink, readLinkHeaders } from './link-header.ts';
export { mainText } from './main-text.ts';
export { extractLinks, type Link, type Page, type ParseLimits, parseHtml } from './parse-html.ts';
export { type DocumentSource, readDocument } from './read-document.ts';
export { refreshTarget } from './refresh.ts';
export { type RobotsDirectives, readRobotsTag } from './robots-directives.ts';
export { isXhtml } from './xml-names.ts';
