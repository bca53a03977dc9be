import { eld } from 'eld/extrasmall';

/** Characters of a text that are looked at: more take longer and tell no more. */
const SAMPLE = 600;

/**
 * The language of a text, ISO 639-1: what its letters say where they say it clearly, else what the page says of itself (`said`, a
 * BCP 47 tag, which templates often get wrong); null: neither.
 */
export function languageOf(text: string, said: string | null): string | null {
  const detected = eld.detect(text.slice(0, SAMPLE));
  if (detected.language !== '' && detected.isReliable()) return detected.language;
  const tag = /^[a-z]{2}(?=$|[-_])/i.exec(said ?? '');
  return tag ? tag[0].toLowerCase() : null;
}
