import type { Finding, Why } from '@trunkline/client';
import { ago, count, duration } from '../../output/format.ts';
import { bar } from '../../output/progress-view.ts';
import type { Style } from '../../output/style.ts';
import { clean, columns, cutEnd, pad, wrap } from '../../output/text.ts';

type Page = { width: number; style: Style };
type Causes = Why['causes'];
type Evidence = Finding['evidence'][number];

const MOST_WIDTH = 110;
const BAR = 24;

/** Why URLs wait, a line and a bar for each cause. */
export function causeLines({ waiting, error, causes }: Causes, { width, style }: Page): string[] {
  const about = error > 0 ? ` (± ${count(error)})` : '';
  if (waiting === 0) return ['Nothing waits.'];
  const names = Math.max(...causes.map(({ cause }) => cause.length));
  return [
    `${count(waiting)} URLs wait${about}:`,
    ...causes.map(({ cause, urls, share, since }) => {
      const [name, figures] = [pad(cause, names), `${percent(share)}  ${count(urls)}`];
      const age =
        since === null ? '' : style.dim(`  for ${duration(Math.max(0, Date.now() - Date.parse(since)))}`);
      const room = Math.min(BAR, width - names - columns(figures) - 20);
      return `  ${name}  ${bar(share, room, style)}  ${figures}${age}`;
    }),
  ];
}

/** A finding: its sentence, the evidence, the stages, what to do and the command that does it. Its texts may be hostile. */
export function findingLines(finding: Finding, { width, style }: Page, named = false): string[] {
  const { cause, state, sentence, evidence, stages, urls, hosts, workers, advice, action } = finding;
  const room = Math.min(width, MOST_WIDTH) - 2;
  const indented = (text: string, paint = (line: string) => line) =>
    wrap(clean(text), room).map((line) => `  ${paint(line)}`);
  const when =
    state === 'OPEN'
      ? `since ${ago(finding.since)}`
      : `${ago(finding.since)}, over ${ago(finding.closedAt ?? finding.since)}`;
  const of = named ? `  ${cutEnd(clean(finding.run.job.name), 40)}` : '';
  const sample = (name: string, all: string[]) =>
    all.length === 0 ? [] : [cutEnd(`  ${pad(name, 8)}${all.map(clean).join('  ')}`, width)];
  const title = `${percent(finding.share)}  ${when}${of}`;
  return [
    `${(state === 'OPEN' ? style.red : style.dim)(cause)}  ${cutEnd(title, width - cause.length - 2)}`,
    ...indented(sentence, style.bold),
    ...evidence.flatMap((one) => indented(evidenceLine(one), isNormal(one) ? style.dim : style.yellow)),
    ...stageLines(stages, style),
    ...sample('hosts', hosts),
    ...sample('urls', urls),
    ...sample('workers', workers),
    ...indented(advice),
    ...(action === null ? [] : [...indented(`${action.label}:`), ...indented(action.command, style.cyan)]),
  ];
}

/** One line of what is found, for who shows a run. */
export const findingInWords = ({ cause, sentence }: Finding): string => `${cause}: ${clean(sentence)}`;

const isNormal = ({ value, normalFrom, normalTo }: Evidence) =>
  (normalFrom === null || value >= normalFrom) && (normalTo === null || value <= normalTo);

function evidenceLine({ name, value, unit, normalFrom, normalTo }: Evidence): string {
  const said = (n: number) => `${count(Math.round(n * 10) / 10)}${unit && ` ${unit}`}`;
  const normal =
    normalTo !== null
      ? `normally at most ${said(normalTo)}`
      : normalFrom !== null
        ? `normally at least ${said(normalFrom)}`
        : '';
  return `${name}: ${said(value)}${normal && ` (${normal})`}`;
}

/** The stages that hold most, in the words of Little's law. */
function stageLines(stages: Finding['stages'], style: Style): string[] {
  const held = stages.filter(({ l }) => l >= 0.1).sort((a, b) => b.l - a.l);
  if (held.length === 0) return [];
  const cells = [
    ['STAGE', 'L', 'λ/s', 'W', 'SLOTS'],
    ...held
      .slice(0, 4)
      .map(({ stage, l, lambda, w, utilisation }) => [
        ...[stage, l.toFixed(1), lambda.toFixed(1), duration(w), percent(utilisation)],
      ]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => columns(line[i]!))));
  return cells.map((line, row) => {
    const text = line.map((cell, i) => pad(cell, widths[i]!, i === 0 ? 'left' : 'right')).join('  ');
    return `  ${row === 0 ? style.dim(text) : text}`;
  });
}

const percent = (share: number) => `${share > 0 && share < 0.01 ? '<1' : Math.round(share * 100)} %`;
