import type { InputFieldMap } from '@pothos/core';
import { refusal } from '../../limits/refusals.ts';
import type { Following, Live } from '../../live/live.ts';
import type { LiveEventValue, LiveMessageValue } from '../../live/live-event.ts';
import { multiplex } from '../../live/multiplex.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { builder } from '../kit/builder.ts';
import type { InputBuilder } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';
import { CaptureFilterInput } from '../page/capture-filter.ts';
import { interval, ofRun, runOf, runOrAll } from './args.ts';
import { LiveEvent } from './live-event.ts';
import { lookArgs } from './looks.ts';
import { RunEventKindEnum, runEventArgs } from './run-events.ts';

const MOST_TOPICS = 20;

/** What one topic takes: a name, and what the subscription of its own takes beside the interval. */
const topic = <Fields extends InputFieldMap>(as: string, type: string, fields: (t: InputBuilder) => Fields) =>
  builder.inputType(`Live${type}Topic`, {
    description: `As \`${as}\`.`,
    fields: (t) => ({
      name: t.string({
        description: 'Comes back as `topic` with its events; left out: the name of the field.',
      }),
      ...fields(t),
    }),
  });
const id = (t: InputBuilder) => t.id({ required: true, description: ofRun });

const RunTopic = topic('jobProgress', 'Run', (t) => ({ id: id(t) }));
const RunEventsTopic = topic('runEvents', 'RunEvents', (t) => ({
  id: id(t),
  after: t.string({ description: runEventArgs.after }),
  kinds: t.field({ type: [RunEventKindEnum], description: runEventArgs.kinds }),
}));
const WorkersTopic = topic('workers', 'Workers', () => ({}));
const HostsTopic = topic('hosts', 'Hosts', (t) => ({
  id: id(t),
  hosts: t.stringList({ required: true, description: lookArgs.hosts }),
}));
const FindingsTopic = topic('findings', 'Findings', (t) => ({ id: t.id({ description: ofRun }) }));
const JobsTopic = topic('jobs', 'Jobs', (t) => ({
  filter: t.field({ type: JobFilterInput, description: lookArgs.filter }),
  first: t.int({ defaultValue: 20, description: lookArgs.first }),
}));
const CapturesTopic = topic('captures', 'Captures', (t) => ({
  id: id(t),
  filter: t.field({ type: CaptureFilterInput, description: lookArgs.filter }),
  most: t.int({ defaultValue: 20, description: lookArgs.most }),
}));

const LiveTopic = builder.inputType('LiveTopic', {
  description: 'One thing to follow.',
  isOneOf: true,
  fields: (t) => ({
    run: t.field({ type: RunTopic, description: 'Progress of a run.' }),
    runEvents: t.field({ type: RunEventsTopic, description: 'What happens in a run.' }),
    workers: t.field({ type: WorkersTopic, description: 'The workers.' }),
    hosts: t.field({ type: HostsTopic, description: 'Hosts of a run.' }),
    findings: t.field({ type: FindingsTopic, description: 'Why URLs pile up.' }),
    jobs: t.field({ type: JobsTopic, description: 'The newest jobs.' }),
    captures: t.field({ type: CapturesTopic, description: 'Captures of a run as they are recorded.' }),
  }),
});

const LiveMessage = builder.objectRef<LiveMessageValue>('LiveMessage').implement({
  description: 'An event of one of the topics.',
  fields: (t) =>
    shown(t, {
      topic: ['String', 'Name of the topic, as it was asked for.'],
      event: [LiveEvent, 'What it says.'],
    }),
});

builder.subscriptionField('live', (t) =>
  t.field({
    type: LiveMessage,
    args: {
      topics: t.arg({ type: [LiveTopic], required: true, description: 'What to follow: 1 to 20 topics.' }),
      intervalMs: t.arg.int(interval),
    },
    description:
      'Many topics over one subscription: of each a snapshot at once, then what changes. A topic whose run is over ends with ' +
      'LiveTopicEnded, and the subscription with its last topic. Counts as one subscription for each topic.',
    async subscribe(_root, { topics, intervalMs }, { live }) {
      if (topics.length === 0 || topics.length > MOST_TOPICS)
        throw refusal('BAD_INPUT', `"topics" has ${topics.length} entries; pass 1 to ${MOST_TOPICS}.`);
      const found = await Promise.all(topics.map((topic) => follow(topic, intervalMs ?? 1000, live)));
      const names = new Set(found.map((topic) => topic.name));
      if (names.size < found.length)
        throw refusal('BAD_INPUT', 'Two topics have the same name. Give each a "name" of its own.');
      const following = () => multiplex(found.map((topic) => ({ name: topic.name, events: topic.start() })));
      return live.admit(following, found.length);
    },
    resolve: (message) => message,
  }),
);

type Asked = Required<typeof LiveTopic.$inferInput>;
type Start<Field extends keyof Asked> = (
  topic: NonNullable<Asked[Field]>,
  intervalMs: number,
  live: Live,
) => Promise<Following<LiveEventValue>>;

const starts: { [Field in keyof Asked]: Start<Field> } = {
  run: ({ id }, intervalMs, live) => live.progress({ ...runOf(id), intervalMs }),
  runEvents: ({ id, after = null, kinds = null }, _, live) => live.events({ ...runOf(id), after, kinds }),
  workers: (_, intervalMs, live) => live.workers({ intervalMs }),
  hosts: ({ id, hosts }, intervalMs, live) => live.hosts({ ...runOf(id), hosts, intervalMs }),
  findings: ({ id }, intervalMs, live) => live.findings({ ...runOrAll(id), intervalMs }),
  jobs: ({ filter, first }, intervalMs, live) =>
    live.jobs({ filter: jobFilter(filter), first: first ?? 20, intervalMs }),
  captures: ({ id, filter, most }, intervalMs, live) =>
    live.captures({ ...runOf(id), filter: filter ?? {}, most: most ?? 20, intervalMs }),
};

async function follow(
  asked: typeof LiveTopic.$inferInput,
  intervalMs: number,
  live: Live,
): Promise<{ name: string; start: Following<LiveEventValue> }> {
  for (const [field, topic] of Object.entries(asked))
    if (topic)
      return {
        name: topic.name ?? field,
        start: await starts[field as keyof Asked](topic as never, intervalMs, live),
      };
  throw refusal('BAD_INPUT', 'A topic names exactly one thing to follow.');
}
