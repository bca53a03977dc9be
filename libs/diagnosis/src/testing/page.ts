/** Writes docs/diagnosis.md from the rules: `node libs/diagnosis/src/testing/page.ts`. */
import { writeFileSync } from 'node:fs';
import type { Rule, Sign } from '../rules/rule.ts';
import { rules } from '../rules/rules.ts';
import { faults } from './faults.ts';
import { type Crawl, viewOf } from './world.ts';

export const file = new URL('../../../../docs/diagnosis.md', import.meta.url);

const HEAD = `<!-- Written from libs/diagnosis/src/rules: node libs/diagnosis/src/testing/page.ts. A test holds it to them. -->

# Why URLs wait

\`trunkline why RUN\`, \`Run.causes\` and \`Run.findings\` of the API say why the URLs of a run wait, with the evidence and what to do about it;
\`trunkline why\` and \`findings\` tell it of all runs of the project, \`--watch\` and the live topic \`findings\` whenever it changes.

**Causes** count. Every waiting URL has exactly one, and they sum to what waits. The first that holds of a run as a whole, of its host, and of
the time it is due at counts. What is due and has been unclaimed for a second is split by what the slots of the run were held for over the last
five seconds, stage by stage, and by what kept free slots of workers from claiming; parts are rounded so that they sum. With more than 2,000 hosts
of a kind some are looked at, and \`error\` says by how many URLs a figure may be off.

**Findings** conclude. A finding opens when its rule has held for two seconds (unless another time stands below), closes when it has not for five, and is
kept for 90 days. It has the share of what waits, since when, the evidence in numbers with their normal range, samples, the stages in the words of
Little's law (\`l\` = \`lambda\` × \`w\`, and the part of the slots they hold), advice, and where there is one the mutation and the command that do it. States
(${rules
  .filter(({ kind }) => kind === 'state')
  .map(({ cause }) => `\`${cause}\``)
  .join(
    ', ',
  )}) are what somebody wished for: they are counted, and are found only when the run misses the date its job wants
to be done by.

One conductor diagnoses, once a second; while none does, the API stands in. \`trunkline_findings_open{cause}\` counts runs with an open finding for alerts,
and webhooks hear of \`finding.opened\` and \`finding.closed\`.
`;

/** Of what has no fault of its own to show it by. */
const states: Record<string, Crawl> = {
  PAUSED: { urls: { PAUSED: 1000, PACE: 0 } },
  WINDOW: { urls: { WINDOW: 1000, PACE: 0 } },
  CRAWL_DELAY: { urls: { CRAWL_DELAY: 400, PACE: 600 } },
  PACE: { urls: { PACE: 1000 } },
};

export function page(): string {
  const ofWaiting = rules.filter(({ kind }) => kind !== 'growth');
  const sections = [
    ...['## Causes of waiting', ...ofWaiting.map(section)],
    ...['## Why more and more waits', 'Found on top: they count no URLs of their own.'],
    ...rules.filter(({ kind }) => kind === 'growth').map(section),
  ];
  return `${[HEAD, ...sections].join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`;
}

function section(rule: Rule): string {
  const view = viewOf(states[rule.cause] ?? faults[rule.cause]![0]);
  const action = rule.action?.(view) ?? null;
  const looked = rule.signs.map((sign) => `- ${sign.name}: ${normal(sign)}${sign.shown ? ' (shown)' : ''}`);
  const after = rule.openAfterMs === undefined ? [] : [`Found after ${rule.openAfterMs / 1000} s.`];
  return [
    `### \`${rule.cause}\``,
    rule.about,
    `> ${rule.sentence(view)}`,
    ...(looked.length > 0 ? [looked.join('\n')] : []),
    [
      `What to do: ${rule.advice}`,
      ...(action ? [`\`${action.mutation}\`: ${action.label}.`] : []),
      ...after,
    ].join(' '),
  ].join('\n\n');
}

function normal({ normal: [from, to], unit }: Sign): string {
  const said = (n: number) => `${n.toLocaleString('en-US')}${unit && ` ${unit}`}`;
  if (from !== null && to !== null && from > 0) return `normally ${said(from)} to ${said(to)}`;
  return to !== null ? `normally at most ${said(to)}` : `normally at least ${said(from ?? 0)}`;
}

if (import.meta.main) writeFileSync(file, page());
