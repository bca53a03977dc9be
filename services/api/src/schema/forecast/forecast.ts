import { bounds, type Forecast as ForecastValue, type Range, unknowns } from '@trunkline/diagnosis';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';

export const ForecastBound = builder.enumType('ForecastBound', {
  description: 'Without what a run would be done sooner.',
  values: enumValues(bounds, {
    POLITENESS: 'The pace of its hosts; see `host`.',
    WORKERS: 'Hosts would allow more than workers can take.',
    BANDWIDTH: 'Its cap of bytes a second.',
    QUOTA: 'The pages a day that its project may fetch.',
    WINDOW: 'The time of the week in which URLs may be handed out.',
    BUDGET: 'Nothing: it ends when its budget of pages is spent.',
  }),
});

const ForecastUnknown = builder.enumType('ForecastUnknown', {
  description: 'Why no date can be told.',
  values: enumValues(unknowns, {
    PAUSED: 'It is paused, or its project is suspended.',
    HOST_PAUSED: 'URLs wait at a host that is paused or blocked.',
    NO_WORKERS: 'No worker is there.',
    QUOTA: 'A quota of its project is spent that no date brings back.',
    WINDOW: 'There is next to no time in which it may work.',
    FEEDING: 'Seeds are still being fed in.',
    DISCOVERY: 'It is still growing: pages bring new URLs as fast as before.',
    TOO_EARLY: 'Too few pages are fetched to tell how many of their links are new.',
  }),
});

const moment = (of: number) => new Date(of);

export const ForecastRange = builder.objectRef<Range>('ForecastRange').implement({
  description:
    'A moment that is likely, and between what it lies. Of a run that is half-way or further the range holds in some nine of ten cases; before that, and of a plan, it is wrong more often.',
  fields: (t) => ({
    earliest: t.field({
      type: 'DateTime',
      description: 'Hardly before.',
      resolve: ({ earliest }) => moment(earliest),
    }),
    likely: t.field({
      type: 'DateTime',
      description: 'The best guess.',
      resolve: ({ likely }) => moment(likely),
    }),
    latest: t.field({
      type: 'DateTime',
      description: 'Hardly after.',
      resolve: ({ latest }) => moment(latest),
    }),
  }),
});

const ForecastHost = builder.objectRef<NonNullable<ForecastValue['host']>>('ForecastHost').implement({
  description: 'The host that is done last at its pace.',
  fields: (t) => ({
    ...shown(t, {
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      waiting: ['Long', 'URLs of the run that wait there.'],
      delayMs: ['Float', 'Least milliseconds between two starts there, as it is in force for the run.'],
    }),
    finish: t.field({
      type: 'DateTime',
      description: 'When it would be done if workers did not matter.',
      resolve: ({ finish }) => moment(finish),
    }),
  }),
});

export const Forecast = builder.objectRef<ForecastValue>('Forecast').implement({
  description:
    'When a run will be done, with a range as wide as its rate varied, as what is still unseen is uncertain and as forecasts before it were wrong; or why nobody can say.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When it was made.', resolve: ({ at }) => moment(at) }),
    sentence: t.exposeString('sentence', { description: 'All of it for people. Times are UTC.' }),
    ...shown(t, {
      finish: [ForecastRange, 'When it will be done; null: no date can be told, see `unknown`.', 'nullable'],
      unknown: [ForecastUnknown, 'Why there is no date; null: there is one.', 'nullable'],
      boundBy: [ForecastBound, 'Without what it would be done sooner; null: there is no date.', 'nullable'],
      host: [ForecastHost, 'The host that is done last; null: there is no date.', 'nullable'],
      known: ['Long', 'URLs known and not finished.'],
      unseen: ['Long?', 'URLs that are likely to be found yet; null: nobody can say.'],
      pagesPerSecond: ['Float?', 'Pages a second over the last while; null: too few to tell.'],
      missesTarget: [
        'Boolean?',
        'Whether it will be done after `finishBy` of its job; null: that says nothing, or nobody can say. Without a date it is true where what is known already is late.',
      ],
    }),
  }),
});

const WhatIfPaceInput = builder.inputType('WhatIfPaceInput', {
  description: 'A pace of the policy. Host rules and Crawl-delay hold all the same.',
  fields: (t) => ({
    delayMs: t.float({
      required: true,
      description: 'Milliseconds from one start at a host to the next, 0 or more.',
    }),
    concurrency: t.int({ description: 'URLs of a host in flight at once, 1 to 256; 1 when left out.' }),
  }),
});

export const WhatIfInput = builder.inputType('WhatIfInput', {
  description: 'What somebody thinks of changing; what is left out is as it is.',
  fields: (t) => ({
    workers: t.int({ description: 'Workers there would be, 0 to 100,000.' }),
    slots: t.int({ description: 'Visits that each of them makes at once, 1 to 10,000.' }),
    pace: t.field({ type: WhatIfPaceInput, description: 'The pace there would be.' }),
    bytesPerSecond: t.field({
      type: 'Long',
      description: 'The cap of bandwidth there would be; null: none.',
    }),
  }),
});
