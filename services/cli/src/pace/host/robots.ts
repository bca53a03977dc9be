import type { RobotsVersion } from '@trunkline/client';
import { ago, bytes } from '../../output/format.ts';
import { clean, cutEnd } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { take } from '../../shell/take.ts';

type Options = { diff: boolean; text?: boolean; limit: number };

/** What a robots.txt said and when: hostile text, shown cleaned. */
export async function robots(
  { client, output }: Context,
  host: string,
  { diff, text = false, limit }: Options,
): Promise<void> {
  const { items, more } = await take(client.hosts.robotsHistory(host), limit);
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
