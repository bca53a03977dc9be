import type { RobotsVersion } from '@trunkline/client';
import { ago, bytes } from '../../output/format.ts';
import { clean, cutEnd } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { take } from '../../shell/take.ts';
import { HOST, limit } from '../../shell/words.ts';

const words = [
  HOST,
  ['--no-diff', 'only when it changed'],
  ['--text', 'the newest file itself'],
  limit(5),
] as const;

export const defineRobots = (host: Define) =>
  host(
    'robots',
    'List what the robots.txt of a host said, newest first, with what had changed',
    words,
    robots,
  );

/** What a robots.txt said and when: hostile text, shown cleaned. */
async function robots(
  { client, output }: Context,
  host: string,
  { diff = true, text = false, limit: most }: OptionsOf<typeof words>,
): Promise<void> {
  const { items, more } = await take(client.hosts.robotsHistory(host), most);
  output.document(items);
  if (items.length === 0) {
    output.note('No robots.txt of this host was read yet.');
    return;
  }
  if (text) {
    // As it is, for a file or a pager; a terminal gets nothing that could move its cursor.
    const newest = items[0]?.text ?? '';
    for (const line of newest.split(/\r?\n/)) output.essential(clean(line));
    return;
  }
  for (const [n, version] of items.entries()) {
    if (n > 0) output.line();
    say(output, version, diff);
  }
  if (more) output.note('There are older ones: --limit N.');
}

function say(output: Context['output'], version: RobotsVersion, diff: boolean): void {
  const { style } = output;
  const width = output.width();
  const { origin, state, detail, firstSeenAt, lastSeenAt, length } = version;
  const of = [state.toLowerCase(), length === null ? null : bytes(length), clean(detail)].filter(Boolean);
  output.line(style.bold(cutEnd(`${clean(origin)}  ${of.join(', ')}`, width)));
  output.line(style.dim(cutEnd(`  from ${ago(firstSeenAt)} to ${ago(lastSeenAt)}`, width)));
  if (!diff || version.diff === null) return;
  for (const line of version.diff.split('\n').filter((one) => !/^(Index|===|---|\+\+\+|$)/.test(one))) {
    const shown = `  ${cutEnd(clean(line), width - 2)}`;
    output.line(
      line.startsWith('+') ? style.green(shown) : line.startsWith('-') ? style.red(shown) : style.dim(shown),
    );
  }
}
