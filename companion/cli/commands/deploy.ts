import { judgeRollout, type RolloutJudgement } from '#deploy/judge-rollout.ts';
import { findGateFault, type LiveGates, type ShareTally } from '#deploy/rollout.ts';
import { deployments as words } from '#words/en/deployments/deployments.ts';
import { scoredTasks } from '#tasks/scored-tasks.ts';
import { UsageError, type Command, type Context } from '../command.ts';
import { readTarget, targetUsage } from '../native/companion-target.ts';
import { runNativeRollout, type NativeRollout } from '../native/rollout-native.ts';
import { readDeploymentFile } from '../options/deployment-file.ts';
import { readModelArgument } from '../options/model-argument.ts';
import { parseOptions } from '../options/parse-options.ts';
import { parseWholeNumber } from '../options/parse-whole-number.ts';
import { formatDeployment, readDeployment } from '../print/deployment-text.ts';
import { formatTable } from '../print/format-value.ts';

const options = {
  task: { type: 'string' },
  current: { type: 'string', multiple: true },
  candidate: { type: 'string', multiple: true },
  data: { type: 'string' },
  target: { type: 'string' },
  'slow-ms': { type: 'string' },
  'max-errors': { type: 'string' },
  'max-slow': { type: 'string' },
  'min-runs': { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const defaults = { target: 'companion:ort:cpu', maxErrors: 5, maxSlow: 5, minRuns: 50 };

export const command: Command = {
  usage: `usage: npm run assay -- deploy <file>
       npm run assay -- deploy --task <task> --current <model> --candidate <model> --data <folder> --slow-ms <ms> [options]

Lists the versions and the history of a deployment from the JSON file that its page exports.

With --candidate, simulates a gradual rollout on labelled items instead. Each item is assigned to a model at random. The
candidate's share rises from 5% to 25%, 50% and 100% while its gates pass, and sequential tests promote or reject it. A
wrong result counts as a failed run. Exits with 0 if the candidate is promoted, 1 if it is rejected, and 3 if there are
too few items to decide.

  --task ${scoredTasks.filter((task) => task !== 'text-generation').join('|')}
  --current, --candidate <file, folder or id>
                                    may be repeated, for the files of a model
  --data <folder>                   labelled items; see assay eval
  --slow-ms <ms>                    the time above which a run is slow
  --max-errors <percent>            the maximum share of failed or wrong runs; default: ${defaults.maxErrors}
  --max-slow <percent>              the maximum share of slow runs; default: ${defaults.maxSlow}
  --min-runs <n>                    the minimum number of runs of the candidate at each share; default: ${defaults.minRuns}
  --seed <n>                        the seed of the random assignment; default: 1
${targetUsage.native}
                                    default: ${defaults.target}
  --json                            print JSON`,

  async run(args, context) {
    const { values, positionals } = parseOptions(args, options, true);
    const [path, ...others] = positionals;
    if (others.length > 0) throw new UsageError(`unexpected argument "${others[0]}"`);
    if (path !== undefined) {
      const { record } = readDeploymentFile(path);
      const deployment = readDeployment(path, record);
      context.print(values.json ? JSON.stringify(deployment, null, 2) : formatDeployment(deployment));
      return 0;
    }
    const { rollout, gates } = await simulateRollout(values, context);
    const judgement = judgeRollout(toRollout(gates, rollout.share), rollout.tallies, null);
    context.print(
      values.json ? JSON.stringify({ ...rollout, ...judgement }, null, 2) : formatRollout(rollout, judgement),
    );
    return ({ promoted: 0, rejected: 1, undecided: 3 } as const)[rollout.outcome];
  },
};

type Values = ReturnType<typeof parseOptions<typeof options>>['values'];

async function simulateRollout(values: Values, context: Context) {
  const { task, current, candidate, data } = values;
  const id = scoredTasks.find((taskId) => taskId === task);
  if (!id || id === 'text-generation') throw new UsageError(`--task must be a task with graphs, not "${task ?? ''}"`);
  if (!current || !candidate || data === undefined)
    throw new UsageError('--current, --candidate and --data are required');
  const targetName = values.target ?? defaults.target;
  const target = readTarget(targetName);
  const gates = readGates(values);
  const seed = values.seed === undefined ? 1 : parseWholeNumber('seed', values.seed, 0, 2 ** 31);
  const rollout = await runNativeRollout(
    {
      task: id,
      data,
      target,
      current: await readModelArgument(current, targetName),
      candidate: await readModelArgument(candidate, targetName),
      gates,
      seed,
    },
    context,
  );
  return { rollout, gates };
}

function readGates(values: Values): LiveGates {
  const readRate = (text: string | undefined, defaultPercent: number) => Number(text ?? defaultPercent) / 100;
  const gates = {
    slowMs: Number(values['slow-ms']),
    maxErrorRate: readRate(values['max-errors'], defaults.maxErrors),
    maxSlowRate: readRate(values['max-slow'], defaults.maxSlow),
    minRuns: Number(values['min-runs'] ?? defaults.minRuns),
  };
  const fault = findGateFault(gates);
  if (!fault) return gates;
  const names = { slowMs: 'slow-ms', maxErrorRate: 'max-errors', maxSlowRate: 'max-slow', minRuns: 'min-runs' };
  throw new UsageError(`--${names[fault]}: ${words.rollout.faults[fault]}`);
}

const toRollout = (gates: LiveGates, share: number) =>
  ({ mode: 'gradual', candidate: 2, share, gates, id: 'headless' }) as const;

function formatRollout({ outcome, why, tallies }: NativeRollout, { gates, comparisons }: RolloutJudgement): string {
  const shareRows = tallies.map(({ share, current, candidate }: ShareTally) => [
    words.rollout.fraction(share),
    ...[current, candidate].flatMap((arm) => [arm.runs, arm.errors, arm.slow].map(String)),
  ]);
  const gateRows = gates.map(({ event, limit, count, n, interval, state }) => [
    words.rollout.events[event],
    words.rollout.fraction(limit),
    words.rollout.measured(count, n),
    words.rollout.interval(interval),
    words.rollout.states[state],
  ]);
  const comparisonTexts = comparisons.map(
    ({ event, verdict }) => `${words.rollout.events[event]}: ${words.rollout.verdicts[verdict]}`,
  );
  const verdicts = {
    promoted: 'Promoted: the candidate passed its gates at every share.',
    rejected: `Rejected: ${why}.`,
    undecided: 'Undecided: there are too few items.',
  };
  return [
    verdicts[outcome],
    '',
    formatTable([['Share', 'Runs', 'failed', 'slow', 'Candidate runs', 'failed', 'slow'], ...shareRows]),
    formatTable([words.rollout.gateColumns, ...gateRows]),
    `${words.rollout.comparison}: ${comparisonTexts.join(', ')}`,
  ].join('\n');
}
