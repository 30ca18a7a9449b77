import type { Configuration, Objective } from '#tune/configuration.ts';
import type { WinReason } from '#tune/tune-outcome.ts';
import type { ExclusionReason } from '#tune/order-trials.ts';
import type { StopReason } from '#tune/successive-halving.ts';
import type { Elimination } from '#tune/search-state.ts';
import { listSettingTexts } from '../../setting-texts.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

const { bytes, duration, number, whole } = format;

/** How a winner is described. */
const objectiveWords: Readonly<Record<Objective, { better: (ratio: string) => string; best: string }>> = {
  latency: { better: (ratio) => `${ratio} times as fast as the best default`, best: 'is the fastest' },
  throughput: {
    better: (ratio) => `${ratio} times as many inputs per second as the best default`,
    best: 'runs the most inputs per second',
  },
  memory: { better: (ratio) => `the best default takes ${ratio} times as much memory`, best: 'takes the least memory' },
};

/** How an eliminated configuration compares with the best one. */
const slower: Readonly<Record<Objective, (ratio: string) => string>> = {
  latency: (ratio) => `takes ${ratio} times as long as the best`,
  throughput: (ratio) => `the best runs ${ratio} times as many inputs per second`,
  memory: (ratio) => `takes ${ratio} times as much memory as the best`,
};

function configurations(count: number): string {
  return count === 1 ? '1 configuration' : `${whole(count)} configurations`;
}

/** The search for the best configuration of a model. */
export const tune = {
  title: 'Tune',
  lead: 'Finds the best configuration for running a model on this device. Configurations of engine, threads and settings race against each other; those with wrong outputs are eliminated.',
  badLink: 'Invalid Tune link',
  result: 'Result',
  start: 'Find the best configuration',
  again: 'Search again',
  resume: 'Continue the search',
  discard: 'Discard this search',
  pause: 'Pause',
  noTargets: 'Choose at least one engine.',
  budget: 'Time limit',
  budgets: { 30: '30 s', 60: '1 min', 180: '3 min', 600: '10 min' },
  goal: 'Target time (ms)',
  objective: 'Optimise for',
  objectives: {
    latency: 'Shortest time',
    throughput: 'Most inputs per second',
    memory: 'Least memory',
  } satisfies Record<Objective, string>,
  goalHelp: 'Optional. The search ends once a configuration is shown to be this fast.',
  phases: {
    waits: 'Another tab is measuring. This search starts when it is done.',
    device: 'Reading the model and measuring the device',
    reference: 'Computing the reference outputs',
    round: (round: number, remaining: number) => `Round ${whole(round)}: ${configurations(remaining)} left`,
    'head-to-head': 'Final round: best candidate against best default',
  },
  measuring: (configuration: string, ms: number) =>
    `Now: ${configuration}, for ${duration(Math.max(1000, 1000 * Math.floor(ms / 1000)))}`,
  paused: (remaining: number) => `The search is paused with ${configurations(remaining)} left.`,

  /** What the search found, in one sentence. */
  sentence(
    winner: string,
    reason: WinReason,
    objective: Objective,
    gain: { ratio: number; low: number; high: number } | null,
  ): string {
    const { better, best } = objectiveWords[objective];
    switch (reason) {
      case 'faster':
        return gain
          ? `${winner}: ${better(number(gain.ratio))} (95% interval: ${number(gain.low)} to ${number(gain.high)}).`
          : `${winner} ${best}.`;
      case 'default':
        return `Keep the default: ${winner}. No other configuration was shown to be better.`;
      case 'only-one':
        return `${winner} ${best} of the configurations with correct outputs. No default configuration has correct outputs.`;
      case 'goal':
        return `${winner} reaches the target time.`;
    }
  },
  unproven: (configuration: string) =>
    `Best so far: ${configuration}. There are too few measurements to show that no other is better; search longer.`,
  notStored: 'This search is no longer stored in this browser.',
  nothing: 'No configuration runs this model here with correct outputs.',
  stopped: {
    goal: 'The search ended because the target time was reached.',
    'no-gain': 'The search ended because it is clear whether the best candidate beats the best default.',
    'too-close':
      'The search ended after the maximum number of comparisons between the best candidate and the best default.',
    budget: 'The search reached its time limit. A longer search may find a better configuration.',
    'all-departed': 'The search ended because no configuration was left.',
  } satisfies Record<StopReason, string>,
  took: (spentMs: number, tried: number) =>
    `The search took ${duration(spentMs)} and measured ${configurations(tried)}.`,
  open: 'Benchmark this configuration',
  measuredConfigurations: 'Measured configurations',
  exports: 'Save the configurations',
  csv: 'CSV',
  json: 'JSON',
  columns: {
    configuration: 'Configuration',
    time: 'Time',
    interval: '95% CI',
    memory: 'Memory',
    outcome: 'Outcome',
  },
  bestSoFar: 'best so far',
  winner: 'Winner',
  default: 'best default',
  finalist: 'finalist',
  unfinished: 'the search ended before it was measured',
  notMeasured: 'not measured',
  withInterval: (value: string, interval: string) => `${value} (${interval})`,
  interval: (low: number, high: number) => `${duration(low)} to ${duration(high)}`,
  chart: {
    title: 'Time and memory',
    label: (points: number, front: number) =>
      `${configurations(points)} by memory and time, ${whole(front)} on the Pareto front. The table below has the values.`,
    caption:
      'Grey points: another configuration is as fast with less memory, or faster with no more memory. Lines: 95% intervals, if there are enough measurements. Click a point to select it.',
    time: (max: string) => `Time, up to ${max}`,
    memory: (max: string) => `Memory, up to ${max}`,
    weight: (percent: number) => `Weight of memory against time: ${whole(percent)}%`,
    open: 'Benchmark the selected configuration',
    choice: (name: string, time: string, memory: string) => `${name}: ${time}, ${memory}.`,
  },
  unmeasured: (count: number) => `${configurations(count)} not measured`,

  /** A configuration in a few words, such as `ONNX Runtime, WebAssembly, 2 threads, Graph optimisation: Basic`. */
  configuration({ host, engine, device, threads, settings, batch }: Configuration): string {
    return [
      engineWords.names[engine],
      `${host === 'page' ? '' : 'native '}${engineWords.devices[device]}`,
      ...(threads === null ? [] : [engineWords.threads(threads)]),
      ...listSettingTexts(settings, engineWords.settings, engineWords.settingIs),
      ...(batch === undefined ? [] : [`batch size ${whole(batch)}`]),
    ].join(', ');
  },
  elimination(elimination: Elimination, objective: Objective): string {
    switch (elimination.kind) {
      case 'died':
        return `failed (${elimination.code})`;
      case 'wrong-answers':
        return `wrong outputs (cosine ${number(elimination.cosine)})`;
      case 'no-answer':
        return `no output within ${duration(elimination.waitedMs)}`;
      case 'slower':
        return `eliminated: ${slower[objective](number(elimination.ratio))}`;
      case 'unpromising':
        return 'not tried: one of its settings, tested alone, fails or is much slower';
      case 'no-batch':
        return 'the model supports only a batch size of 1';
      case 'memory-not-reported':
        return 'the engine does not report its memory';
      case 'out-of-time':
        return 'not measured: time limit reached';
    }
  },
  exclusion(reason: ExclusionReason): string {
    switch (reason.code) {
      case 'engine-limit':
        return `the engine cannot run it: ${reasons[reason.limit.reason](reason.limit)}`;
      case 'no-gpu':
        return 'this browser offers no GPU';
      case 'does-not-fit':
        return `needs ${bytes(reason.needBytes)} of memory, and ${bytes(reason.limitBytes)} are available`;
      case 'forecast-slower':
        return `forecast: at least ${duration(reason.lowMs)}; another configuration takes at most ${duration(reason.bestMs)}`;
    }
  },
};
