import { Command, CommanderError } from 'commander';
import { defineCrawl } from './local/crawl/define.ts';
import { defineDoctor } from './local/doctor/doctor.ts';
import { defineFetch } from './local/fetch/define.ts';
import { defineUp } from './local/up.ts';
import { defineHost } from './pace/host/host.ts';
import { definePolicy } from './pace/policy/policy.ts';
import { defineCapture } from './pages/capture/capture.ts';
import { defineExplain } from './pages/explain/explain.ts';
import { defineExport } from './pages/export/export.ts';
import { definePage } from './pages/page.ts';
import { defineSearch } from './pages/search.ts';
import { defineKey } from './project/key.ts';
import { defineLog } from './project/log.ts';
import { defineProject } from './project/project.ts';
import { defineWebhook } from './project/webhook.ts';
import { defineWorker } from './project/worker/worker.ts';
import { defineBulk } from './runs/bulk/bulk.ts';
import { defineDead } from './runs/dead.ts';
import { defineJob } from './runs/job/job.ts';
import { defineMetrics } from './runs/metrics.ts';
import { defineAudit, defineRepair } from './runs/operation/operation.ts';
import { definePlan } from './runs/plan.ts';
import { defineRun } from './runs/run/run.ts';
import { defineSchedule } from './runs/schedule.ts';
import { defineWhy } from './runs/why/why.ts';
import { defineCompletion } from './shell/completion.ts';
import { type CommonOptions, createContext, type World } from './shell/context.ts';
import { defineIn, type Run } from './shell/define.ts';
import { type ExitCode, exitCodes } from './shell/exit-codes.ts';
import { report } from './shell/failure.ts';

/** What there is, in the order in which help names it. */
const commands = [
  ...[
    defineCrawl,
    defineFetch,
    defineUp,
    defineJob,
    defineRun,
    definePlan,
    defineWhy,
    defineExplain,
    defineCapture,
    definePage,
  ],
  defineMetrics,
  ...[defineSearch, defineExport, defineDead, definePolicy, defineHost, defineWorker, defineSchedule],
  ...[defineWebhook, defineBulk, defineProject, defineKey, defineLog, defineRepair, defineAudit],
  defineDoctor,
];

/** Runs one command line (without node and script) to its end. Never rejects but for bugs. */
export async function runCli(argv: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;

  const run: Run =
    (action) =>
    async (...args) => {
      const self = args.pop() as Command;
      const context = createContext(world, self.optsWithGlobals<CommonOptions>());
      try {
        exitCode = (await action(context, ...(args as never))) ?? exitCodes.ok;
      } catch (error) {
        if (world.interrupted.aborted) exitCode = exitCodes.interrupted;
        else exitCode = report(error, context.output, context.config);
      }
    };

  try {
    await createProgram(world, run).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end with 0; everything else commander finds is wrong usage.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return exitCode;
}

/** All commands, each wrapped by `run`. */
export function createProgram(world: World, run: Run): Command {
  const program = new Command('trunkline')
    .description('Trunkline, a web crawler run as a service: create crawl jobs, watch and steer them.')
    .version('0.1.0', '-V, --version', 'print the version')
    .option('--json', 'print JSON for scripts: one document, or one per line for streams')
    .option('-q, --quiet', 'print only ids and errors')
    .option('--no-color', 'no colours; so does NO_COLOR')
    .option('--server <address>', 'address of the API; so does TRUNKLINE_URL')
    .helpOption('-h, --help', 'print help')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void world.out.write(text),
      writeErr: (text) => void world.err.write(text),
      getOutHelpWidth: () => world.out.columns ?? 100,
      getErrHelpWidth: () => world.err.columns ?? 100,
    })
    .exitOverride()
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', moreHelp);
  const define = defineIn(program, run);
  for (const one of commands) one(define);
  defineCompletion(define, program);
  return program;
}

const moreHelp = `
Examples:
  trunkline fetch https://example.com/                    # one visit, without servers
  trunkline crawl https://example.com/ --out pages        # a whole crawl, without servers
  trunkline job create https://example.com/ --max-pages 500 --watch
  trunkline why last                                      # why its URLs wait, and what to do
  trunkline job pause last
  trunkline policy edit POLICY --rate 20 --concurrency 4
  trunkline capture list last --status 404 --json
  trunkline search 'garbage collector' --host docs.example.com
  trunkline export pages last --format csv --out pages.csv

Environment:
  TRUNKLINE_URL      address of the API (else that of \`npm start\` on this machine, http://127.0.0.1:4000)
  TRUNKLINE_API_KEY  key of the API (on the machine of \`npm start\` none is needed)
  TRUNKLINE_HOME     folder in which \`npm start\` keeps address and key (.trunkline of the repository)
  NO_COLOR           no colours

Exit codes:
  0 done   1 refused, or the run failed, was cancelled or brought nothing   2 wrong usage   3 no connection to the API
  4 no key, or not allowed   5 not found   6 the state of a crawl is in use
  130 interrupted; a watched job runs on`;
