import type { HostValue, RobotsVersionValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { enumValues } from '../kit/enum-values.ts';
import { found } from '../kit/found.ts';
import { Job } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { HostRule } from './host-rule.ts';

const RobotsState = builder.enumType('RobotsState', {
  description: 'What a robots.txt means (RFC 9309).',
  values: enumValues(['rules', 'allowAll', 'unreachable'], {
    rules: 'It was read: its rules hold.',
    allowAll: 'There is none, or nobody may read it: everything is allowed.',
    unreachable: 'Its server could not be asked: nothing is allowed, unless a good copy is known.',
  }),
});

export const RobotsVersion = builder.objectRef<RobotsVersionValue>('RobotsVersion').implement({
  description: 'What the robots.txt of an origin said, from one change to the next.',
  fields: (t) => ({
    ...shown(t, {
      state: [RobotsState, 'What it meant.'],
      detail: ['String', 'Why, for people: `robots.txt answered 404`.'],
      firstSeenAt: ['DateTime', 'When it was first read so.'],
      lastSeenAt: ['DateTime', 'When it was last read so.'],
      length: ['Int?', 'Characters of the whole file.'],
      digest: ['String?', 'SHA-1 of the whole file, hexadecimal.'],
    }),
    origin: t.string({
      description: 'Scheme, host and port.',
      resolve: ({ origin }) => origin.replace(/\/$/, ''),
    }),
    text: t.exposeString('body', {
      nullable: true,
      description:
        'The file, up to its first 65,536 characters; null when there was none. Hostile text: never render it as HTML.',
    }),
    diff: t.string({
      nullable: true,
      complexity: 5,
      description:
        'What changed since the version before, as a unified diff; null: there is none before, or nearly every line differs. Hostile text.',
      resolve: (version, _args, { stores }) => stores.hosts.robotsDiff(version),
    }),
  }),
});

const RobotsVersionConnection = connectionOf('RobotsVersion', RobotsVersion, ({ firstSeenAt }) =>
  String(firstSeenAt.getTime()),
);

const Host = builder.objectRef<HostValue>('Host');

const HostConnection = connectionOf('Host', Host, ({ id }) => String(id));

builder.node(Host, {
  description:
    'A politeness key: a host name, with its port unless 80 or 443, that a job of this project knows. How one run finds it now is `Run.host`.',
  id: { resolve: ({ host }) => host, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.hosts.find(id),
  fields: (t) => ({
    host: t.exposeString('host', { description: 'Host name, with the port unless 80 or 443.' }),
    rules: t.field({
      type: [HostRule],
      complexity: { field: 2, multiplier: 2 },
      description: 'The rules of this project that match it, the most particular first: that one holds.',
      resolve: ({ host }, _args, { stores }) => stores.hostRules.matching(host),
    }),
    robotsHistory: listed(t, RobotsVersionConnection, {
      description:
        'What its robots.txt said to runs of this project, newest first; the last twenty changes of each origin are kept.',
      resolve: ({ host }, args, { stores }) => stores.hosts.robotsHistory(host, args),
    }),
  }),
});

builder.queryField('host', (t) =>
  t.field({
    type: Host,
    nullable: true,
    args: {
      host: t.arg.string({ required: true, description: 'Host name, with the port unless 80 or 443.' }),
    },
    description: 'A host; the error NOT_FOUND when no job of this project knows it.',
    resolve: (_root, { host }, { stores }) => found(stores.hosts.find(host), host.slice(0, 260), 'host'),
  }),
);

const HostFilterInput = builder.inputType('HostFilter', {
  description: 'Which hosts.',
  fields: (t) => ({ name: t.string({ description: 'Name contains this, whatever the case.' }) }),
});

builder.objectField(Job, 'hosts', (t) =>
  listed(t, HostConnection, {
    args: { filter: t.arg({ type: HostFilterInput, description: 'Only hosts like this.' }) },
    description: 'The hosts whose pages it knows, in the order in which the installation came to know them.',
    resolve: (job, args, { stores }) => stores.hosts.ofJob(job.id, args, args.filter ?? {}),
  }),
);
