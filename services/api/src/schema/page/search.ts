import type { HitValue } from '../../stores/page/search-store.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { requireKey } from '../kit/ids.ts';
import { Capture } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';

const Highlight = builder.objectRef<HitValue['highlight'][number]>('Highlight').implement({
  description: 'A piece of a text. Hostile text: render it as text, never as HTML.',
  fields: (t) =>
    shown(t, { text: ['String', 'The piece.'], match: ['Boolean', 'Whether it is what was searched for.'] }),
});

const SearchHit = builder.objectRef<HitValue>('SearchHit').implement({
  description: 'A page that was found. Its texts are hostile: never render them as HTML.',
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'Canonical URL.'],
      title: ['String?', 'Title of the page.'],
      language: ['String?', 'ISO 639-1, as its text reads; where it is too short to say, as the page says.'],
      contentType: ['String?', 'Media type.'],
      capturedAt: ['DateTime', 'When its text was captured.'],
      score: ['Float', 'Higher is better; only for comparison within one list.'],
      highlight: [[Highlight], 'Pieces of the text around the words, in order.'],
    }),
    capture: t.field({
      type: Capture,
      nullable: true,
      complexity: 2,
      description: 'The capture it was read from; null when retention has dropped it.',
      resolve: (hit, _args, { stores }) =>
        stores.captures.find(`${hit.captureRun.toString(36)}.${hit.captureId.toString(36)}`),
    }),
  }),
});

const SearchHitConnection = connectionOf('SearchHit', SearchHit, (hit) => String(hit.place));

const TimeRange = builder.inputType('SearchTimeRange', {
  description: 'From, inclusive, and to, exclusive.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'Not before.' }),
    lt: t.field({ type: 'DateTime', description: 'Before.' }),
  }),
});

const SearchFilter = builder.inputType('SearchFilter', {
  description: 'Which pages; every field given must hold.',
  fields: (t) => ({
    job: t.id({ description: 'Pages of this job.' }),
    host: t.string({ description: 'Host name, plus the port unless 80 or 443.' }),
    contentType: t.string({ description: 'Media type: `text/html`.' }),
    language: t.string({ description: 'ISO 639-1: `en`. Words are stemmed accordingly.' }),
    capturedAt: t.field({ type: TimeRange, description: 'When the text was captured.' }),
  }),
});

builder.queryField('search', (t) =>
  listed(t, SearchHitConnection, {
    complexity: 20,
    args: {
      query: t.arg.string({
        required: true,
        description: 'Words, "phrases", `or`, and -words that must not be there.',
      }),
      filter: t.arg({ type: SearchFilter, description: 'Only pages like this.' }),
    },
    description:
      'Pages of this project with these words, best first. Captures are indexed in the background, those of runs that are over first: see searchBacklog. A query that is on very many pages is ranked among some hundreds of them, those with the words in their title first.',
    resolve: (_root, { query, filter, ...args }, { stores }) => {
      const { job, ...rest } = filter ?? {};
      const jobId = job == null ? null : requireKey('Job', job, ['filter', 'job']);
      return stores.search.search(query, { ...rest, jobId }, args);
    },
  }),
);

const SearchBacklog = builder
  .objectRef<{ waiting: number; indexed: number; failed: number }>('SearchBacklog')
  .implement({
    description: 'How far search is behind.',
    fields: (t) =>
      shown(t, {
        waiting: ['Int', 'Captures not indexed yet; counted up to 10,000.'],
        indexed: ['Long', 'Texts indexed so far.'],
        failed: ['Long', 'Captures whose bytes could not be read.'],
      }),
  });

builder.queryField('searchBacklog', (t) =>
  t.field({
    type: SearchBacklog,
    complexity: 10,
    description: 'What search does not know yet of this project.',
    resolve: (_root, _args, { stores }) => stores.search.backlog(),
  }),
);
