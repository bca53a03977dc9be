/** Languages whose words Postgres stems, by ISO 639-1. */
const configs: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  et: 'estonian',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  ne: 'nepali',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** The text search configuration of a language; words of others are kept as they stand. */
export const configOf = (language: string | null): string =>
  language && Object.hasOwn(configs, language) ? configs[language]! : 'simple';

/** What documents are filtered by. */
export type Filters = { host?: string | null; contentType?: string | null; language?: string | null };

/** Filters as words of the index: they begin with a control character, which words of a text never do. */
export function filterLexemes({ host, contentType, language }: Filters): string[] {
  return [
    ...(host ? [`\u0001h${host}`] : []),
    ...(contentType ? [`\u0001t${contentType}`] : []),
    ...(language ? [`\u0001l${language}`] : []),
  ].map((word) => word.slice(0, 500));
}

/** The same as text of a tsquery. */
export const filterQuery = (filters: Filters): string =>
  filterLexemes(filters)
    .map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
    .join(' & ');
