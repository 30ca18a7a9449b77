import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  agreementBands,
  bootstrap,
  clockStepsPerSample,
  clockStepTrials,
  minStepsPerSample,
  cooldown,
  eventLoopRule,
  minDistinct,
  groupRule,
  maxHistogramBins,
  maxReopenBytes,
  methodVersion,
  minSamples,
  imageRule,
  getPlan,
  progressEveryMs,
  samplesNeeded,
  noDifferenceBounds,
  maxRelativeSpread,
  warmupRule,
  yieldEveryMs,
} from '#bench/method.ts';
import { root } from './project-root.ts';

// Comments and tests cite the measurement rules by number; docs/method.md describes them.
const method = readFileSync(join(root, 'docs/method.md'), 'utf8');
const described = [...method.matchAll(/^### (R\d+): /gm)].map(([, rule]) => rule!);

/** Lists the paths of the citing files by rule. */
function findCitations(): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const path of globSync('{src,workers,scripts}/**/*.{ts,svelte,py}', { cwd: root })) {
    const [...rules] = readFileSync(join(root, path), 'utf8').matchAll(/\bR\d{1,2}\b/g);
    for (const [rule] of rules) paths.set(rule, [...(paths.get(rule) ?? []), path]);
  }
  return paths;
}

test('describes every rule that the code cites, and cites every described rule', () => {
  const cited = findCitations();
  expect(cited.get('R5')).toContain('src/bench/method.ts');
  expect([...cited].filter(([rule]) => !described.includes(rule))).toEqual([]);
  expect(described.filter((rule) => !cited.has(rule))).toEqual([]);
  expect(new Set(described).size).toBe(described.length);
});

/** Number of values in the stored references of a workload, from the script that computes them. */
const reference = readFileSync(join(root, 'src/bench/workloads/reference.py'), 'utf8');
const maxValues = /^MAX_VALUES = (\d+)$/m.exec(reference)?.[1];

test('docs/method.md describes the version written into reports', () => {
  expect(/^Version (\S+)$/m.exec(method)?.[1]).toBe(methodVersion);
});

/** Reads the text of one rule, or of the flags, with single spaces. */
function readSection(heading: string): string {
  const [text = ''] = method.split(new RegExp(`^##+ ${heading}\\b.*$`, 'm'))[1]?.split(/^##+ /m) ?? [];
  return text.replaceAll(/\s+/g, ' ');
}

/** Matches a text whose first and last number are not part of longer ones: `1` is not found in `10` or `1.5`. */
function matchWholeNumbers(text: string): RegExp {
  return new RegExp(`(?<![\\d.,])${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\\d]|[.,]\\d)`);
}

const formatSeconds = (ms: number): string => `${ms / 1_000} s`;
const formatCount = (count: number): string => count.toLocaleString('en-GB');
const formatPercent = (fraction: number): string => `${100 * fraction}%`;
const [quick, standard, full] = (['quick', 'standard', 'full'] as const).map((effort) => getPlan(effort, 'wasm'));
const { expected, investigate, rounding, roundingFraction } = agreementBands;

test.each([
  ['R3', `the last ${warmupRule.window} lie within ${formatPercent(warmupRule.spread)}`],
  ['R3', `this takes ${formatSeconds(quick!.warmupMinMs)} at least`],
  ['R3', `after ${formatSeconds(warmupRule.maxMs)}, or half of the cell's time`],
  ['R3', `in a quick run after ${warmupRule.minRuns} runs and ${formatSeconds(warmupRule.quickMs)}`],
  ...[quick!, standard!, full!].map(
    ({ effort, samples, steadyMs, maxCellMs }) =>
      [
        'R5',
        new RegExp(`${effort} \\| ${samples} +\\| ${formatSeconds(steadyMs)} +\\|.*?\\| ${formatSeconds(maxCellMs)} `),
      ] as const,
  ),
  ['R5', `but ${minSamples} samples`],
  ['R5', `turns every ${yieldEveryMs} ms, and progress goes to the page every ${progressEveryMs} ms`],
  ['R6', `only with ${samplesNeeded.p90}, ${samplesNeeded.p95} or ${samplesNeeded.p99} samples`],
  ['R7', `a histogram of at most ${maxHistogramBins} filled bins`],
  ['R8', `${formatCount(bootstrap.resamples)} resamples`],
  ['R8', `within ${noDifferenceBounds.low} and ${noDifferenceBounds.high}`],
  ['R11', `the median of ${clockStepTrials} changes`],
  ['R11', `to last ${clockStepsPerSample} steps`],
  ['R11', `the last ${groupRule.window} warm-up runs`],
  ['R11', `aimed ${formatPercent(Math.round(100 * groupRule.margin - 100) / 100)} above the goal`],
  ['R11', `has ${formatCount(groupRule.maxRuns)}`],
  ['R11', `below ${minStepsPerSample} steps`],
  ['R11', `fewer than ${minDistinct.values} distinct values`],
  ['R15', `a timer of ${eventLoopRule.periodMs} ms`],
  ['R15', `more than ${formatPercent(eventLoopRule.fraction)} of its ticks come over ${eventLoopRule.lateMs} ms late`],
  ['R17', `rests for ${formatSeconds(cooldown.gpuCellMs)}:`],
  ['R17', `rests for ${formatSeconds(cooldown.modelMs)}, and on Android and iOS for ${cooldown.phoneModelMs / 1_000}`],
  ['R19', `above ${maxReopenBytes / 1e6} MB`],
  ['R22', `above ${maxReopenBytes / 1e6} MB`],
  ['R22', `up to ${maxValues} evenly spaced values`],
  ['R22', `sides of at least ${imageRule.minSide} pixels`],
  [
    'R22',
    `with ${imageRule.shapes} discs and boxes before it and noise of ${formatPercent(imageRule.noise)} of the range`,
  ],
  [
    'R24',
    new RegExp(
      `expected \\| ${expected.cosine} +\\| ${formatPercent(expected.difference)}, or ${rounding.toExponential()} `,
    ),
  ],
  ['R24', new RegExp(`investigate \\| ${investigate.cosine} +\\| ${formatPercent(investigate.difference)} `)],
  ['R24', `at most ${formatPercent(roundingFraction)} of the largest value`],
  ['Flags', `more than ${formatPercent(maxRelativeSpread)} of the median apart`],
] as const)('%s in docs/method.md gives the value used in the code: %s', (heading, pattern) => {
  expect(readSection(heading)).toMatch(typeof pattern === 'string' ? matchWholeNumbers(pattern) : pattern);
});
