import type { Healthy } from './healthy.ts';
import { CLOSED_IN_S, NAMED_IN_S, type Score } from './score.ts';

const least = (values: number[], empty: number | null = null) =>
  values.length ? Math.max(...values) : empty;

/** One line of one fault, for people. */
export function line({
  name,
  seed,
  strength,
  named,
  secondsToName,
  secondsToClose,
  right,
  wrong,
  causes,
}: Score): string {
  const how = Object.entries(strength).map(([key, value]) => `${key} ${value}`);
  const told = `named ${named ?? 'nothing'} after ${secondsToName ?? '-'} s, closed after ${secondsToClose ?? '-'} s`;
  const also = wrong.map((one) => `\n      besides ${one}`).join('');
  return `${right ? 'right' : 'WRONG'} ${name.padEnd(26)} seed ${seed}  ${told}  (${how.join(', ')}; waiting for ${causes})${also}`;
}

/** Which cause was named for which injected one: a row for each that was injected. */
export function matrix(scores: readonly Score[]): string {
  const rows = [...new Set(scores.map(({ injected }) => injected.join('+')))];
  const columns = [...new Set(scores.map(({ named }) => named ?? '(none)'))].sort();
  const width = Math.max(8, ...rows.map((row) => row.length));
  const cell = (row: string, column: string) =>
    scores.filter(({ injected, named }) => injected.join('+') === row && (named ?? '(none)') === column)
      .length;
  const head = `${'injected \\ named'.padEnd(width)}  ${columns.join('  ')}`;
  const lines = rows.map((row) => {
    const cells = columns.map((column) => String(cell(row, column) || '·').padStart(column.length));
    return `${row.padEnd(width)}  ${cells.join('  ')}`;
  });
  return [head, ...lines].join('\n');
}

/** The last line. `forecastHits`: of ten simulated crawls; null: not run. */
export function summary(
  scores: readonly Score[],
  healthy: readonly Healthy[],
  rest: { looks: number; wrongSums: readonly string[]; forecastHits: number | null },
) {
  const share = (some: number, all: number) => (all === 0 ? null : Math.round((some / all) * 1000) / 1000);
  const causes = Object.fromEntries(
    [...Map.groupBy(scores, ({ name }) => name)].map(([name, of]) => [
      name,
      {
        cause: of[0]!.injected.join('+'),
        seeds: of.length,
        named_right: of.filter(({ right }) => right).length,
        seconds_to_name: of.map(({ secondsToName }) => secondsToName),
        seconds_to_close: of.map(({ secondsToClose }) => secondsToClose),
        wrong_findings: of.flatMap(({ wrong }) => wrong.map((text) => text.split(':')[0])),
      },
    ]),
  );
  const falseFindings = healthy.flatMap(({ findings }) => findings);
  return {
    bench: 'diagnosis',
    causes,
    named_right: share(scores.filter(({ right }) => right).length, scores.length),
    max_seconds_to_name: least(scores.flatMap(({ secondsToName }) => secondsToName ?? [])),
    max_seconds_to_close: least(scores.flatMap(({ secondsToClose }) => secondsToClose ?? [])),
    not_named: scores.filter(({ secondsToName }) => secondsToName === null).length,
    closed_in_time: share(
      scores.filter(({ secondsToClose }) => secondsToClose !== null && secondsToClose <= CLOSED_IN_S).length,
      scores.length,
    ),
    bounds_s: { named: NAMED_IN_S, closed: CLOSED_IN_S },
    healthy: Object.fromEntries(healthy.map(({ name, pages, findings }) => [name, { pages, findings }])),
    false_findings: falseFindings.length,
    samples: rest.looks,
    wrong_sums: rest.wrongSums.length,
    first_wrong_sums: [...new Set(rest.wrongSums)].slice(0, 5),
    forecast_hits: rest.forecastHits,
  };
}
