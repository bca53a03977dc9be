import { refusal } from '../../limits/refusals.ts';
import type { Following, Live } from '../../live/live.ts';
import type { LiveEventValue, LiveMessageValue } from '../../live/live-event.ts';
import { multiplex } from '../../live/multiplex.ts';
import { JobFilterInput, jobFilter } from '../job/job-filter.ts';
import { builder } from '../kit/builder.ts';
import { shown } from '../kit/shown.ts';
import { CaptureFilterInput } from '../page/capture-filter.ts';
import { interval, ofRun, runOf } from './args.ts';
import { LiveEvent } from './live-event.ts';
import { lookArgs } from './looks.ts';
import { RunEventKindEnum, runEventArgs } from './run-events.ts';

const MOST_TOPICS = 20;

const name = 'Comes back as `topic` with its events; left out: the name of the field.';

const RunTopic = builder.inputType('LiveRunTopic', {
  description: 'As `jobProgress`.',
  fields: (t) => ({
    name: t.string({ description: name }),
    id: t.id({ required: true, description: ofRun }),
  }),
});

const RunEventsTopic = builder.inputType('LiveRunEventsTopic', {
  description: 'As `runEvents`.',
  fields: (t) => ({
    name: t.string({ description: name }),
    id: t.id({ required: true, description: ofRun }),
    after: t.string({ description: runEventArgs.after }),
    kinds: t.field({ type: [RunEventKindEnum], description: runEventArgs.kinds }),
  }),
});

const WorkersTopic = builder.inputType('LiveWorkersTopic', {
  description: 'As `workers`.',
  fields: (t) => ({ name: t.string({ description: name }) }),
});

const HostsTopic = builder.inputType('LiveHostsTopic', {
  description: 'As `hosts`.',
  fields: (t) => ({
    name: t.string({ description: name }),
    id: t.id({ required: true, description: ofRun }),
    hosts: t.stringList({ required: true, description: lookArgs.hosts }),
  }),
});

const JobsTopic = builder.inputType('LiveJobsTopic', {
  description: 'As `jobs`.',
  fields: (t) => ({
    name: t.string({ description: name }),
    filter: t.field({ type: JobFilterInput, description: lookArgs.filter }),
    first: t.int({ defaultValue: 20, description: lookArgs.first }),
  }),
});

const CapturesTopic = builder.inputType('LiveCapturesTopic', {
  description: 'As `captures`.',
  fields: (t) => ({
    name: t.string({ description: name }),
    id: t.id({ required: true, description: ofRun }),
    filter: t.field({ type: CaptureFilterInput, description: lookArgs.filter }),
    most: t.int({ defaultValue: 20, description: lookArgs.most }),
  }),
});

const LiveTopic = builder.inputType('LiveTopic', {
  description: 'One thing to follow.',
  isOneOf: true,
  fields: (t) => ({
    run: t.field({ type: RunTopic, description: 'Progress of a run.' }),
    runEvents: t.field({ type: RunEventsTopic, description: 'What happens in a run.' }),
    workers: t.field({ type: WorkersTopic, description: 'The workers.' }),
    hosts: t.field({ type: HostsTopic, description: 'Hosts of a run.' }),
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

async function follow(
  { run, runEvents, workers, hosts, jobs, captures }: typeof LiveTopic.$inferInput,
  intervalMs: number,
  live: Live,
): Promise<{ name: string; start: Following<LiveEventValue> }> {
  const named = (given: { name?: string | null | undefined }, field: string) => given.name ?? field;
  if (run) return { name: named(run, 'run'), start: await live.progress({ ...runOf(run.id), intervalMs }) };
  if (runEvents) {
    const { id, after, kinds } = runEvents;
    const start = await live.events({ ...runOf(id), after: after ?? null, kinds: kinds ?? null });
    return { name: named(runEvents, 'runEvents'), start };
  }
  if (workers) return { name: named(workers, 'workers'), start: await live.workers({ intervalMs }) };
  if (hosts) {
    const start = await live.hosts({ ...runOf(hosts.id), hosts: hosts.hosts, intervalMs });
    return { name: named(hosts, 'hosts'), start };
  }
  if (jobs) {
    const start = await live.jobs({ filter: jobFilter(jobs.filter), first: jobs.first ?? 20, intervalMs });
    return { name: named(jobs, 'jobs'), start };
  }
  if (captures) {
    const { id, filter, most } = captures;
    const start = await live.captures({ ...runOf(id), filter: filter ?? {}, most: most ?? 20, intervalMs });
    return { name: named(captures, 'captures'), start };
  }
  throw refusal('BAD_INPUT', 'A topic names exactly one thing to follow.');
}
