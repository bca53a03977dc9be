import type { Stage as StageName } from '@trunkline/policy';
import {
  type CheckValue,
  type DeadReasonValue,
  type HopValue,
  type InFlightAtValue,
  linkKinds,
  type NextValue,
  type OmissionValue,
  type RobotsValue,
  type StepValue,
  type TryValue,
  urlChecks,
  type WaitPart,
  type WaitValue,
  waitKinds,
} from '../../../stores/page/explain/explanation.ts';
import type { CaptureValue } from '../../../stores/values.ts';
import { builder } from '../../kit/builder.ts';
import { enumValues } from '../../kit/enum-values.ts';
import { Capture } from '../../kit/objects.ts';
import { shown } from '../../kit/shown.ts';
import { Stage } from '../../run/stages.ts';
import { StageTiming } from '../capture.ts';

const UrlCheck = builder.enumType('UrlCheck', {
  description: 'What is asked of a URL before it is fetched, in this order.',
  values: enumValues(urlChecks, {
    run: 'Whether the run takes URLs.',
    scope: 'Whether the scope of the job has it.',
    trap: 'Whether it looks like one of endlessly many.',
    quarantine: 'Whether its shape was taken for a trap, and is held.',
    depth: 'Whether it lies deeper than the job follows links.',
    hops: 'Whether too many redirects lead to it.',
    known: 'Whether it is new to the run.',
    budget: 'Whether budgets of pages leave room for it.',
    limits: 'Whether the run may know one more URL and host.',
    robots: 'What robots.txt says of it.',
    host: 'Whether its host may be asked.',
  }),
});

export const Check = builder.objectRef<CheckValue>('UrlCheckResult').implement({
  description: 'What one rule says of a URL, were it found now.',
  fields: (t) =>
    shown(t, {
      check: [UrlCheck, 'Which rule.'],
      passes: ['Boolean?', 'It lets the URL pass; null: not now, or nobody can say before it is tried.'],
      sentence: ['String', 'Why, with the rule, line, version or budget that decides. Hostile text.'],
    }),
});

export const RobotsSays = builder.objectRef<RobotsValue>('RobotsSays').implement({
  description: 'What the robots.txt of its origin says of one URL. Hostile text.',
  fields: (t) =>
    shown(t, {
      origin: ['String', 'Scheme, host and port.'],
      obeyed: ['Boolean', 'The policy obeys it.'],
      allowed: ['Boolean?', 'It allows the URL; null: it has not been read for this project.'],
      userAgent: ['String', 'As whom the run asks; its product token chooses the group.'],
      group: ['String?', 'The group that holds; null: none does.'],
      line: ['String?', 'The deciding line; null: none matches.'],
      lineNumber: ['Int?', 'Its number in the file, from 1; null: it is not known.'],
      state: ['String?', '`rules`, `allowAll` or `unreachable`; null: it was not read yet.'],
      detail: ['String?', 'Why, for people: `robots.txt answered 404`.'],
      digest: ['String?', 'SHA-1 of the whole file: see `Host.robotsHistory`.'],
      firstSeenAt: ['DateTime?', 'When this version of it was read first.'],
      readAt: ['DateTime?', 'When what decides was read, or the run began, whichever is later.'],
      unreachableSince: ['DateTime?', 'Since when it cannot be had again; null: it can.'],
      decidesUntil: ['DateTime?', 'Until when the copy that is kept decides while it cannot be had.'],
      sentence: ['String', 'In words.'],
    }),
});

export const Next = builder.objectRef<NextValue>('NextTurn').implement({
  description:
    'When a URL that waits may be asked for: by the pace of its host and what waits before it, if nothing fails and workers have room.',
  fields: (t) =>
    shown(t, {
      hostAt: ['DateTime?', 'When its host may be asked next; null: while what holds it goes on, never.'],
      earliest: ['DateTime?', 'Its turn, if the run has all turns of the host; null: nobody can say.'],
      latest: ['DateTime?', 'Its turn, if other runs that wait at the host take all of theirs.'],
      sentence: ['String', 'In words.'],
    }),
});

export const InFlightAt = builder.objectRef<InFlightAtValue>('InFlightAt').implement({
  description: 'Who has a URL that is in flight.',
  fields: (t) =>
    shown(t, {
      session: ['String', 'Session of the worker.'],
      worker: ['String?', 'The worker; null: it has not reported for five seconds.'],
      since: ['DateTime', 'Since when its request may be under way.'],
      stage: [Stage, 'The stage it is at, as last reported.', 'nullable'],
      stageMs: ['Int?', 'For how long it had been at that stage then, milliseconds.'],
    }),
});

export const DeadReasonOfUrl = builder.objectRef<DeadReasonValue>('UrlDeath').implement({
  description: 'Why a URL was given up, or dropped without a visit.',
  fields: (t) =>
    shown(t, {
      reason: ['String', 'The reason, as in `Run.deadReasons`.'],
      attempts: ['Int', 'How often it was tried.'],
      at: ['DateTime?', 'When it ended.'],
      sentence: ['String', 'In words, with the last failure. Hostile text.'],
    }),
});

export const UrlOmission = builder.objectRef<OmissionValue>('UrlOmission').implement({
  description: 'Something the run left out at discovery that is, or may be, this URL.',
  fields: (t) =>
    shown(t, {
      kind: ['String', 'Which kind, as in `Run.leftOut`.'],
      reason: ['String', 'In words.'],
      count: ['Int', 'How many URLs were left out so.'],
      sample: ['String', 'One of them. Hostile text.'],
      isIt: ['Boolean', 'The sample is this URL; else it may be among them.'],
    }),
});

const LinkKind = builder.enumType('LinkKind', {
  description: 'How a URL became known.',
  values: enumValues(linkKinds, {
    seed: 'It is a seed.',
    link: 'A page links to it.',
    redirect: 'A URL redirected to it.',
    sitemap: 'A sitemap names it.',
  }),
});

export const Step = builder.objectRef<StepValue>('UrlStep').implement({
  description: 'A page on the way from a URL up to its seed. Hostile text.',
  fields: (t) =>
    shown(t, {
      url: ['String', 'Canonical URL.'],
      kind: [LinkKind, 'How it became known itself.'],
      depth: ['Int', 'Links away from a seed.'],
      firstSeenAt: ['DateTime', 'When it became known.'],
      outcome: ['String?', 'How its last visit in this run ended; null: there was none.'],
      status: ['Int?', 'HTTP status of that.'],
    }),
});

const WaitKind = builder.enumType('WaitKind', {
  description: 'What a URL waited for.',
  values: enumValues(waitKinds, {
    robots: 'The robots.txt of its host, which is read first.',
    turn: 'Other URLs of the host that this project asked for before it, each for a delay.',
    pace: 'The delay of the host after the last of them.',
    backOff: 'A rest of the host, after failures or because it asked for one.',
    delayed: 'The time between its own tries.',
    tries: 'Its own tries that came to nothing.',
    held: 'What holds it now, since that began.',
    busy: 'Requests to its host were under way, as many as may be, as it is now since the last of them.',
    workers:
      'What nothing recorded explains: workers were busy, the run was held for a while, or the host was asked for others.',
    unknown: 'Nothing was recorded of the host in that time.',
  }),
});

const WaitPartRef = builder.objectRef<WaitPart>('WaitPart').implement({
  description: 'A part of the time that a URL waited.',
  fields: (t) =>
    shown(t, {
      kind: [WaitKind, 'For what.'],
      ms: ['Float', 'How long in all, milliseconds.'],
      isMeasured: [
        'Boolean',
        'From recorded requests and tries; false: what is left, or as the policy has it.',
      ],
    }),
});

export const Wait = builder.objectRef<WaitValue>('UrlWait').implement({
  description: 'Why a URL was not asked for sooner: the parts sum to the whole.',
  fields: (t) => ({
    ...shown(t, {
      from: ['DateTime', 'When it became known, or the run began, whichever is later.'],
      to: ['DateTime', 'When its last try began; of one that waits, now.'],
      totalMs: ['Float', 'Milliseconds between these.'],
      isOver: ['Boolean', 'It does not wait any more.'],
    }),
    parts: t.field({
      type: [WaitPartRef],
      complexity: { field: 0, multiplier: 1 },
      description: 'What it waited for.',
      resolve: ({ parts }) => parts,
    }),
  }),
});

const setCookies = (
  capture: CaptureValue | null,
  headers: (of: CaptureValue) => Promise<[string, string][]>,
) =>
  capture === null
    ? []
    : headers(capture).then((all) =>
        all
          .filter(([name]) => name.toLowerCase() === 'set-cookie')
          .map(([, value]) => value.split('=')[0]!.trim().slice(0, 200)),
      );

export const Hop = builder.objectRef<HopValue>('RedirectHop').implement({
  description: 'One answer on a way of redirects. Hostile text.',
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'What was asked for.'],
      at: ['DateTime', 'When.'],
      outcome: ['String', 'How that visit ended.'],
      status: ['Int?', 'HTTP status.'],
      target: ['String?', 'Where it led; null: that is the end.'],
      capture: [Capture, 'The stored answer; null: none was kept.', 'nullable'],
    }),
    setCookies: t.stringList({
      complexity: 3,
      description: 'Names of the cookies it set, from the stored answer.',
      resolve: ({ capture }, _args, { stores }) => setCookies(capture, stores.captures.headers as never),
    }),
  }),
});

export const Visit = builder.objectRef<TryValue>('Visit').implement({
  description: 'One try of a URL in a run.',
  fields: (t) => ({
    ...shown(t, {
      attempt: ['Int', 'Which try, from 1.'],
      outcome: ['String', 'How it ended: `fetched`, `refused`, `failed` …'],
      status: ['Int?', 'HTTP status, when there was one.'],
      code: ['String?', 'What failed (`ECONNREFUSED`), or what refused it (`robots`).'],
      detail: [
        'String?',
        'Message of a failure, deciding line of robots.txt, target of a redirect. Hostile text.',
      ],
      final: ['Boolean', 'The URL ended with this try.'],
      deadReason: ['String?', 'Why the URL was given up; null: it was not.'],
      address: ['String?', 'IP address connected to.'],
      worker: ['String', 'Worker that made it.'],
      capture: [Capture, 'What was stored of it; null: nothing.', 'nullable'],
    }),
    at: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    timings: t.field({
      type: [StageTiming],
      complexity: { field: 0, multiplier: 1 },
      description: 'How long it spent in each stage.',
      resolve: ({ timings }) =>
        Object.entries(timings).map(([stage, [waitMs, serviceMs]]) => ({
          stage: stage as StageName,
          waitMs,
          serviceMs,
        })),
    }),
  }),
});
