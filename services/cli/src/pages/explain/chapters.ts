import type { Explanation } from '@trunkline/client';
import { ago, count, duration } from '../../output/format.ts';

/** A line of a chapter: `mark` says whether it is good (✓), bad (✗) or neither; `name` what it tells of. */
type Line = { mark: '' | '✓' | '✗' | '·'; name: string | null; text: string };
export type Chapter = { title: string; lines: Line[] };

const line = (name: string | null, text: string | null | undefined, mark: Line['mark'] = ''): Line[] =>
  text === null || text === undefined || text === '' ? [] : [{ mark, name, text }];

const waits: Record<NonNullable<Explanation['wait']>['parts'][number]['kind'], string> = {
  ROBOTS: 'until the robots.txt of its host was read',
  TURN: 'other URLs of the host were asked for before it',
  PACE: 'the delay of the host after the last of them',
  BACK_OFF: 'the host rested, after failures or because it asked for it',
  DELAYED: 'between its own tries',
  TRIES: 'its own tries that came to nothing',
  HELD: 'what holds it now',
  BUSY: 'a request to the host was under way, and no more may be at once',
  WORKERS: 'workers were busy, the run was held, or the host was asked for others',
  UNKNOWN: 'nothing was recorded of the host in that time',
};

/** What is told of a URL, in the order in which one asks: what it is, how it was found, what decides, what holds it, where it led. */
export function chapters(told: Explanation): Chapter[] {
  const { page, run, job, policyVersion: version } = told;
  const changed = version?.reason ? `: ${version.reason}` : '';
  const all: Chapter[] = [
    {
      title: 'WHAT IT IS',
      lines: [
        ...line('spelled', told.changes.length === 0 ? null : told.changes.join('; ')),
        ...line(
          'job',
          run === null
            ? `${job.name}, which has no run yet`
            : `${job.name}, run ${run.shortId}, ${run.state.toLowerCase()}`,
        ),
        ...line('policy', version && `version ${version.version} of ${ago(version.createdAt)}${changed}`),
        ...line('first seen', page && ago(page.firstSeenAt)),
        ...line('title', page?.title),
        ...line('tries', told.attempts > 0 ? count(told.attempts) : null),
        ...line('in flight', told.inFlight && inFlightInWords(told.inFlight)),
      ],
    },
    { title: 'HOW IT WAS FOUND', lines: found(told) },
    {
      title: told.place === 'UNKNOWN' ? 'IF A PAGE LINKED TO IT NOW' : 'WHAT THE RULES SAY',
      lines: told.checks.flatMap(({ check, passes, sentence }) =>
        check === 'KNOWN' && told.place !== 'UNKNOWN'
          ? []
          : line(check.toLowerCase(), sentence, passes === null ? '·' : passes ? '✓' : '✗'),
      ),
    },
    { title: 'URLS LIKE IT', lines: trapLines(told) },
    { title: 'ROBOTS.TXT', lines: robots(told) },
    {
      title: 'WHAT HOLDS IT',
      lines: told.holds.flatMap(({ kind, sentence, by, reason, since, until }) =>
        line(
          kind.toLowerCase().replace('_', ' '),
          [
            sentence,
            by && `by ${by}`,
            since && `since ${ago(since)}`,
            reason && `"${reason}"`,
            until && !sentence.includes(until) && `until ${until}`,
          ]
            .filter(Boolean)
            .join(', '),
          '✗',
        ),
      ),
    },
    { title: 'WHEN IT COMES', lines: line(null, isSaid(told) ? null : told.next?.sentence) },
    {
      title:
        told.wait === null
          ? ''
          : `WHY NOT SOONER: ${duration(told.wait.totalMs)}${told.wait.isOver ? '' : ' so far'}`,
      lines: (told.wait?.parts ?? []).flatMap(({ kind, ms, isMeasured }) =>
        line(duration(ms), `${waits[kind]}${isMeasured ? '' : ' (estimated)'}`),
      ),
    },
    {
      title: 'WHERE IT LED',
      lines: told.redirects.flatMap(({ url, status, outcome, target, setCookies }) =>
        line(
          `${status ?? outcome}`,
          `${url}${target === null ? '' : ` → ${target}`}${setCookies.length > 0 ? ` (sets ${setCookies.join(', ')})` : ''}`,
        ),
      ),
    },
    {
      title: 'WHAT THE RUN LEFT OUT THAT MAY BE IT',
      lines: told.omissions.flatMap(({ reason, count: n, sample, isIt }) =>
        line(isIt ? 'it' : count(n), isIt ? reason : `${reason}, as ${sample}`, isIt ? '✗' : ''),
      ),
    },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

/** What holds it says already that nobody knows when it comes. */
const isSaid = ({ next, holds }: Explanation): boolean => holds.length > 0 && next?.earliest === null;

function found({ page, parents, place }: Explanation): Line[] {
  if (page === null) return place === 'UNKNOWN' ? [] : line(null, 'the ledger does not know it yet');
  if (parents.length === 0)
    return line(null, page.discoveredFrom === null ? 'it is a seed' : page.discoveredFrom);
  return parents.flatMap(({ url, kind, status, outcome }) =>
    line(kind === 'SEED' ? 'seed' : 'on', `${url}${outcome === null ? '' : ` (${status ?? outcome})`}`),
  );
}

function robots({ robots: said }: Explanation): Line[] {
  if (!said.obeyed) return [];
  return [
    ...line(
      'line',
      said.line && `${said.lineNumber === null ? '' : `${said.lineNumber}: `}${said.line.trim()}`,
    ),
    ...line('group', said.group),
    ...line('asked as', said.userAgent),
    ...line(
      'version',
      said.digest && `sha1 ${said.digest.slice(0, 12)}, first read ${ago(said.firstSeenAt!)}`,
    ),
    ...line('read', said.readAt && ago(said.readAt)),
    ...line('failing', said.unreachableSince && `since ${ago(said.unreachableSince)}`, '✗'),
  ];
}

/** The shape that covers it, with what was seen of it, and what can be done. */
function trapLines({ trap, run }: Explanation): Line[] {
  if (trap === null || run === null) return [];
  const { pattern, state, since, pages, fresh, found: links, barren, pair, held, shape } = trap;
  const isHeld = state === 'HELD' || state === 'KEPT';
  const of = `${run.id} --shape '${shape.replaceAll("'", "'\\''")}'`;
  return [
    ...line('shape', `${pattern}, ${state.toLowerCase()} since ${ago(since)}`, isHeld ? '✗' : ''),
    ...line(
      'seen',
      `of ${count(pages)} pages ${count(fresh)} brought anything new; ${count(links)} links to such`,
    ),
    ...line('such as', barren.at(-1)),
    ...line('alike', pair?.join(' and ')),
    ...line('held', `${count(held)} ${held === 1 ? 'URL' : 'URLs'} of the run`),
    ...line('release', isHeld ? `trunkline run release ${of}` : null),
    ...line('for good', isHeld ? `trunkline run allow ${of}` : null),
  ];
}

function inFlightInWords({
  worker,
  session,
  since,
  stage,
  stageMs,
}: NonNullable<Explanation['inFlight']>): string {
  const at = stage === null ? '' : `, at ${stage.toLowerCase()} for ${duration(stageMs ?? 0)}`;
  return `for ${duration(Math.max(0, Date.now() - Date.parse(since)))} at ${worker ?? session}${at}`;
}
