import type { HostLedger } from '@trunkline/client';
import { fields } from '../../output/fields.ts';
import { count, duration } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { OptionsOf } from '../../shell/define.ts';
import { usageError } from '../../shell/failure.ts';
import { HOST } from '../../shell/words.ts';

export const ledgerWords = [
  HOST,
  ['--from <moment>', 'from when on: 2026-11-30T00:00:00Z; a day before --to when left out'],
  ['--to <moment>', 'until when; now when left out'],
  ['--csv', 'every minute of it as CSV, for the owner of the site'],
] as const;
type Window = HostLedger['windows'][number];
type Options = OptionsOf<typeof ledgerWords>;

/** `trunkline host ledger HOST` */
export async function ledger(
  { client, output, world }: Context,
  host: string,
  options: Options,
): Promise<void> {
  const time = { ...moment('from', options.from), ...moment('to', options.to) };
  if (options.csv) {
    for await (const chunk of await client.hosts.exportLedger(host, {
      ...time,
      format: 'csv',
      signal: world.interrupted,
    }))
      world.out.write(chunk);
    return;
  }
  const told = await client.hosts.ledger(host, { ...time, first: 1000 });
  output.document(told);
  output.named(told.host, verdict(told, output.style));
  fields(output, [
    ['time', `${second(told.from)} to ${second(told.to)}`],
    ['of', told.isOfAll ? 'all projects of this installation' : 'this project'],
    [
      'requests',
      `${count(told.requests)}: ${count(told.pages)} ${told.pages === 1 ? 'page' : 'pages'}, ${count(told.robots)} robots.txt`,
    ],
    ['a minute', `${told.perMinute.toFixed(1)} on average, at most ${count(told.mostInAMinute)}`],
    [
      'least gap',
      told.leastGapMs === null
        ? null
        : `${duration(told.leastGapMs)}, at ${told.leastGapAt && second(told.leastGapAt)}`,
    ],
    [
      'robots.txt',
      told.robotsVersions
        .map(
          ({ digest, state, firstSeenAt }) => `${digest?.slice(0, 12) ?? state} since ${second(firstSeenAt)}`,
        )
        .join(', '),
    ],
    ['', told.isComplete ? null : 'not every request is told one by one: ask for less time'],
  ]);
  if (told.windows.length === 0) return output.note('Nothing was asked of it in that time.');
  output.line();
  output.table(told.windows, [
    { title: 'MINUTE, UTC', cell: ({ at }) => at.slice(5, 16).replace('T', ' ') },
    {
      title: 'REQUESTS',
      align: 'right',
      cell: ({ requests, kind }) => `${count(requests)}${kind === 'ROBOTS' ? ' robots' : ''}`,
    },
    {
      title: 'LEAST GAP',
      align: 'right',
      spare: 1,
      cell: ({ leastGapMs }) => (leastGapMs === null ? '' : duration(leastGapMs)),
    },
    { title: 'RUN', spare: 2, cell: ({ run }) => run ?? '' },
    {
      title: 'WHY',
      cut: 'end',
      cell: (window) =>
        clean([decidedInWords(window), ...window.failures.map(({ code }) => code)].join(', ')),
    },
  ]);
  if (told.windows.length === 1000)
    output.note(`These are the first 1,000 minutes; all of them: trunkline host ledger ${clean(host)} --csv`);
}

/** In few words; the whole reason is in what `--json` and `--csv` tell. */
function decidedInWords({ decidedBy, delayMs, concurrency, policyVersion }: Window): string {
  const pace =
    concurrency > 1 ? `${count(1000 / delayMs)}/s, ${concurrency} at once` : `every ${duration(delayMs)}`;
  const by: Record<Window['decidedBy'], string> = {
    POLICY: policyVersion === null ? 'policy' : `policy v${policyVersion}`,
    RULE: 'host rule',
    ROBOTS: 'Crawl-delay',
    BACK_OFF: 'after a rest',
  };
  return `${by[decidedBy]}: ${pace}`;
}

const second = (at: string) => at.replace(/\.\d+Z$/, 'Z');

function moment(name: 'from' | 'to', text: string | undefined): { from?: string; to?: string } {
  if (text === undefined) return {};
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw usageError(`--${name} is no moment: write 2026-11-30 or 2026-11-30T12:00:00Z.`);
  return { [name]: at.toISOString() };
}

function verdict({ violations, requests }: HostLedger, style: Context['output']['style']): string {
  if (requests === 0) return 'not asked';
  if (violations === 0) return style.green('never asked sooner than its pace allowed');
  return style.red(`asked ${count(violations)} times sooner than its pace allowed`);
}
