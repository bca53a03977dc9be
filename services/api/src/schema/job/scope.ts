import type { Scope as ScopeValue } from '@trunkline/web/url';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';

const ScopeKind = builder.enumType('ScopeKind', {
  description: 'How far from its seeds a job goes. A seed itself is always in scope.',
  values: {
    HOST: { value: 'host', description: 'The hosts of the seeds.' },
    DOMAIN: { value: 'domain', description: 'The registrable domains of the seeds, with all their hosts.' },
    PREFIX: { value: 'prefix', description: 'Below the directories of the seeds.' },
    ANY: { value: 'any', description: 'Everywhere.' },
  },
});

export const Scope = builder.objectRef<ScopeValue>('Scope').implement({
  description: 'Which discovered URLs belong to a job.',
  fields: (t) => ({
    ...shown(t, {
      kind: [ScopeKind, 'How far from the seeds.'],
      of: ['[String]', 'The hosts, domains or prefixes, taken from the seeds.'],
      include: ['[String]', 'Globs over the canonical URL (`*` any characters, `?` one); none: all.'],
      exclude: ['[String]', 'Globs of URLs left out; they win over `include`.'],
    }),
    followSeedRedirects: t.boolean({
      description:
        'Whether the host (domain, directory) that the redirects of a seed end at counts as one of the seeds.',
      resolve: ({ followSeedRedirects = true }) => followSeedRedirects,
    }),
    led: t.stringList({
      description: 'Places beside `of` that redirects of seeds ended at, as runs found them.',
      resolve: ({ led = [] }) => led,
    }),
  }),
});

export const ScopeInput = builder.inputType('ScopeInput', {
  description: 'Which discovered URLs belong to the job.',
  fields: (t) => ({
    kind: t.field({ type: ScopeKind, description: 'How far from the seeds; HOST when left out.' }),
    include: t.stringList({
      description: 'Only URLs that match one of these globs (`*` any characters, `?` one); at most 100.',
    }),
    exclude: t.stringList({ description: 'No URL that matches one of these globs; at most 100.' }),
    followSeedRedirects: t.boolean({
      description:
        'Whether the host (domain, directory) that the redirects of a seed end at counts as one of the seeds; true when left out.',
    }),
  }),
});
