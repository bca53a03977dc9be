import { builder } from '../kit/builder.ts';
import { type Combinable, combinedWords } from '../kit/filters.ts';

type Given = {
  status?: number[] | null | undefined;
  contentType?: string | null | undefined;
  url?: string | null | undefined;
  urlStartsWith?: string | null | undefined;
};

export const CaptureFilterInput = builder.inputRef<Combinable<Given>>('CaptureFilter').implement({
  description: 'Which captures; every field given must hold.',
  fields: (t) => ({
    status: t.intList({ description: 'HTTP status is one of these, at most 20.' }),
    contentType: t.string({ description: 'Media type is this, in lower case: `text/html`.' }),
    url: t.string({ description: 'Canonical URL is exactly this.' }),
    urlStartsWith: t.string({ description: 'Canonical URL starts with this.' }),
    and: t.field({ type: [CaptureFilterInput], description: combinedWords.and }),
    or: t.field({ type: [CaptureFilterInput], description: combinedWords.or }),
    not: t.field({ type: CaptureFilterInput, description: combinedWords.not }),
  }),
});
