import type { HostState } from '@trunkline/client';
import { type Field, fields } from '../../output/fields.ts';
import { ago, count, duration } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { paceInWords } from '../../output/words.ts';
import { findRun } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import { notFound } from '../../shell/failure.ts';
import { ruleInWords } from './rule.ts';

export async function show(
  { client, output }: Context,
  asked: string,
  host: string,
  { robots = false }: { robots?: boolean },
): Promise<void> {
  const state = await client.hosts.state(await findRun(client, asked), host);
  if (state === null)
    throw notFound(
      'The run is over: nothing is known of the pace of its hosts any more.',
      'What it made of one URL: trunkline explain',
    );
  output.document(state);
  output.named(state.host, decisionInWords(state));
  fields(output, hostFields(state));
  for (const { origin, verdict } of robots ? state.robots : []) {
    output.line();
    output.line(output.style.dim(`robots.txt of ${clean(origin)}`));
    for (const line of JSON.stringify(verdict, null, 2).split('\n')) output.line(`  ${clean(line)}`);
  }
}

export function hostFields(state: HostState): Field[] {
  const { policyPace, rule, operator, nextAt, backOffUntil } = state;
  return [
    ['delay', `${duration(state.delayMs)} from one start to the next`],
    ['policy', paceInWords(policyPace)],
    ['rule', rule === null ? null : `${rule.pattern}: ${ruleInWords(rule)}`],
    ['operator', operator === null ? null : operatorInWords(operator)],
    ['waiting', `${count(state.waiting)} ${state.waiting === 1 ? 'URL' : 'URLs'} of the run`],
    ['in flight', `${count(state.inFlight)} of at most ${count(state.limit)}, of all runs of the project`],
    ['next', nextAt === null ? null : inFuture(nextAt)],
    ['back-off', backOffUntil === null ? null : `left alone after failures, ${inFuture(backOffUntil)}`],
    ['robots.txt', state.fetchingRobots ? 'being read' : robotsInWords(state)],
    ...state.robotsFailures.map((failure): Field => ['', failureInWords(failure)]),
  ];
}

function operatorInWords({ blocked, paused, pace }: NonNullable<HostState['operator']>): string {
  const words = [blocked ? 'blocks it' : null, paused ? 'pauses it' : null, pace && paceInWords(pace)];
  return `${words.filter(Boolean).join(', ')}, for every run`;
}

function robotsInWords({ robots }: HostState): string {
  if (robots.length === 0) return 'not read yet';
  return robots.map(({ origin, storedAt }) => `${origin} read ${ago(storedAt)}`).join(', ');
}

function failureInWords({
  origin,
  since,
  lastAt,
  detail,
  readAt,
  decidesUntil,
}: HostState['robotsFailures'][number]): string {
  const why = detail === null ? '' : `: ${clean(detail)}${lastAt === null ? '' : `, ${ago(lastAt)}`}`;
  const decides =
    readAt === null || decidesUntil === null
      ? 'nothing is fetched until it can'
      : `the copy read ${ago(readAt)} decides until ${decidesUntil}`;
  return `${clean(origin)} cannot be had since ${since} (${decides})${why}`;
}

/** What decides when the host may be asked next. */
export function decisionInWords({ decidedBy, rule, operator }: HostState): string {
  switch (decidedBy) {
    case 'BLOCKED':
      return rule?.blocked
        ? `blocked by the rule ${clean(rule.pattern)}`
        : 'blocked by the operator of this installation';
    case 'PAUSED':
      return operator?.paused ? 'paused by the operator of this installation' : 'paused';
    case 'BACK_OFF':
      return 'left alone after failures';
    case 'ROBOTS':
      return 'as slow as its robots.txt asks';
    case 'RULE':
      return rule?.pace
        ? `as slow as the rule ${clean(rule.pattern)} asks`
        : 'as slow as the operator of this installation asks';
    case 'POLICY':
      return 'at the pace of the policy';
  }
}

function inFuture(moment: string): string {
  const ms = Date.parse(moment) - Date.now();
  return ms <= 0 ? 'now' : `in ${duration(ms)}`;
}
