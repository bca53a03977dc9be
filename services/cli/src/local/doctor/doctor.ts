import { clean, columns, wrap } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import type { Finding } from './finding.ts';
import { checkDisk, checkFiles, checkNode } from './machine.ts';
import { checkApi, checkConductors, checkDns, checkFindings, checkWorkers } from './network.ts';
import { postgresPlace, redisPlace } from './places.ts';
import { checkPostgres } from './postgres.ts';
import { checkRedis } from './redis.ts';

/** `trunkline doctor` */
export function defineDoctor(define: Define): void {
  const about = 'Check API, Redis, Postgres, DNS, disk, clocks and ports, and say what to do';
  define('doctor', about, [], doctor).addHelpText(
    'after',
    `
Redis and Postgres are those of REDIS_URL and DATABASE_URL, else those \`npm start\` keeps in TRUNKLINE_HOME; name servers those of
TRUNKLINE_DNS, else of the system. Nothing is changed. The exit code is 1 when something fails, 0 with warnings alone.`,
  );
}

async function doctor(context: Context): Promise<ExitCode> {
  const { config, output, world } = context;
  // All at once, told in this order: a check that waits for its time limit holds no other up.
  const checks = await Promise.all<Finding | Finding[]>([
    checkApi(context),
    checkWorkers(context),
    checkConductors(context),
    checkFindings(context),
    checkRedis(redisPlace(world.env, config.home)),
    checkPostgres(postgresPlace(world.env, config.home)),
    checkDns(world.env),
  ]);
  const findings = [...checks.flat(), checkDisk(config.home), ...checkFiles(), checkNode()];

  output.document(findings);
  const failed = findings.filter(({ state }) => state === 'failure');
  if (output.quiet) for (const { what } of failed) output.essential(what);
  say(context, findings);
  return failed.length > 0 ? exitCodes.failed : exitCodes.ok;
}

const signs: Record<Finding['state'], string> = { ok: '✓', warning: '!', failure: '✗', skipped: '–' };

function say({ output }: Context, findings: Finding[]): void {
  const { style } = output;
  const paint = { ok: style.green, warning: style.yellow, failure: style.red, skipped: style.dim };
  const width = Math.max(...findings.map(({ what }) => columns(what)));
  for (const { what, state, found, advice } of findings) {
    const room = Math.max(20, Math.min(output.width(), 120) - width - 4);
    const [first = '', ...rest] = wrap(clean(found), room);
    output.line(`${paint[state](signs[state])} ${what.padEnd(width)}  ${first}`);
    for (const line of rest) output.line(`${' '.repeat(width + 4)}${line}`);
    for (const line of advice === null ? [] : wrap(clean(advice), room))
      output.line(`${' '.repeat(width + 4)}${style.bold(line)}`);
  }
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [failures, warnings] = [count('failure'), count('warning')];
  output.line();
  output.line(
    failures + warnings === 0
      ? style.green('All is well.')
      : [
          failures > 0 ? style.red(`${failures} failed`) : '',
          warnings > 0 ? style.yellow(`${warnings} to look at`) : '',
        ]
          .filter(Boolean)
          .join(', '),
  );
}
