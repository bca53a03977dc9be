import { builder } from '../builder.ts';

export const CaptureFilterInput = builder.inputType('CaptureFilter', {
  description: 'Which captures; every field given must hold.',
  fields: (t) => ({
    status: t.intList({ description: 'HTTP status is one of these, at most 20.' }),
    contentType: t.string({ description: 'Media type is this, in lower case: `text/html`.' }),
    url: t.string({ description: 'Canonical URL is exactly this.' }),
    urlStartsWith: t.string({ description: 'Canonical URL starts with this.' }),
  }),
});
