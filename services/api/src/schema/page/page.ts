import { notFound } from '../../limits/refusals.ts';
import { type ChangeValue, pageKey } from '../../stores/page/page-store.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { keyOf } from '../kit/ids.ts';
import { Capture, Job, Page, PageConnection } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { PageFilterInput, pageFilter } from './page-filter.ts';

type Side = { at: Date; run: number; status: number; digest: string; title: string | null };

const PageVersion = builder.objectRef<Side>('PageVersion').implement({
  description: 'What a page was in one run.',
  fields: (t) => ({
    ...shown(t, {
      at: ['DateTime', 'When it was captured.'],
      status: ['Int', 'HTTP status.'],
      digest: ['String', 'Digest of the body.'],
      title: ['String?', 'Title of an HTML page. Hostile text.'],
    }),
    run: t.string({ description: 'Short id of the run.', resolve: ({ run }) => run.toString(36) }),
  }),
});

const PageChange = builder.objectRef<ChangeValue>('PageChange').implement({
  description: 'A run found a page other than the capture before it.',
  fields: (t) => ({
    changed: t.stringList({
      description: 'What differs: `status`, `title`, `digest`.',
      resolve: (c) => [
        ...(c.status !== c.previousStatus ? ['status'] : []),
        ...(c.title !== c.previousTitle ? ['title'] : []),
        ...(c.digest !== c.previousDigest ? ['digest'] : []),
      ],
    }),
    before: t.field({
      type: PageVersion,
      description: 'What it was.',
      resolve: (c) => ({
        at: c.previousAt,
        run: c.previousRun,
        status: c.previousStatus,
        digest: c.previousDigest,
        title: c.previousTitle,
      }),
    }),
    after: t.field({
      type: PageVersion,
      description: 'What it has become.',
      resolve: (c) => ({
        at: c.changedAt,
        run: c.runSerial,
        status: c.status,
        digest: c.digest,
        title: c.title,
      }),
    }),
  }),
});

const PageChangeConnection = connectionOf('PageChange', PageChange, (change) => String(change.runSerial));

builder.node(Page, {
  description: 'A known URL of a job with its history. URLs and titles are hostile text.',
  id: { resolve: pageKey, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.pages.findByKey(id),
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'Canonical URL.'],
      depth: ['Int', 'Links away from a seed.'],
      discoveredFrom: ['String?', 'The page that named it first; null for seeds.'],
      firstSeenAt: ['DateTime', 'When it became known.'],
      lastVisitAt: ['DateTime?', 'Null: not visited yet.'],
      lastStatus: ['Int?', 'HTTP status of its last visit.'],
      lastOutcome: ['String?', 'How its last visit ended.'],
      digest: ['String?', 'Digest of its last capture.'],
      title: ['String?', 'Title of its last capture.'],
      changedAt: ['DateTime?', 'When a run last found it changed; null: never.'],
      dueAt: ['DateTime?', 'A run that begins later asks for it again; null: no run has ended with it.'],
    }),
    capture: t.field({
      type: Capture,
      nullable: true,
      complexity: 2,
      description: 'Its last capture with a body of its own.',
      resolve: (page, _args, { stores }) =>
        page.captureKey === null ? null : stores.captures.find(page.captureKey),
    }),
    changes: listed(t, PageChangeConnection, {
      description: 'How it changed from run to run, newest first.',
      resolve: (page, args, { stores }) => stores.pages.changes(page, args),
    }),
  }),
});

builder.objectField(Job, 'pages', (t) =>
  listed(t, PageConnection, {
    args: { filter: t.arg({ type: PageFilterInput, description: 'Only pages like this.' }) },
    description:
      'Every URL the job knows, visited or not, in a fixed order that means nothing. Pages that become known while you page may be passed over.',
    resolve: (job, args, { stores }) => stores.pages.ofJob(job.id, args, pageFilter(args.filter)),
  }),
);

builder.queryField('page', (t) =>
  t.field({
    type: Page,
    nullable: true,
    args: {
      job: t.arg.id({ required: true, description: 'Id of a job.' }),
      url: t.arg.string({ required: true, description: 'The URL; it is made canonical first.' }),
    },
    description: 'A page of a job; the error NOT_FOUND when the job knows no such URL.',
    resolve: async (_root, { job, url }, { stores }) => {
      const key = keyOf('Job', job);
      const page = key === null ? null : await stores.pages.find(key, url);
      if (page === null) throw notFound(url.slice(0, 200), 'page');
      return page;
    },
  }),
);
