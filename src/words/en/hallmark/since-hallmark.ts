import type { RunComponent, GateTrend } from '#hallmark/compare/compare-with-run.ts';
import { isolate } from '../../isolate.ts';

/** Components of a run that can explain a change of its figures. */
export const runComponents = {
  model: 'model (SHA-256)',
  baseline: 'baseline (SHA-256)',
  data: 'data (SHA-256, sample)',
  gates: 'gate file (SHA-256)',
  app: 'Assay',
  method: 'method',
  engine: 'engine',
  device: 'device',
  threads: 'threads',
  settings: 'settings',
  browser: 'browser',
  os: 'operating system',
  cores: 'logical cores',
  gpu: 'GPU',
} satisfies Record<RunComponent, string>;

/** A later run compared with the figures of a hallmark, in the command `gate`. */
export const sinceHallmark = {
  trends: {
    same: 'no change',
    better: 'better',
    worse: 'worse',
    'not-compared': 'not compared',
  } satisfies Record<GateTrend, string>,
  gate: (name: string, trend: string, before: string, after: string) => `${name}: ${trend}; was ${before}, is ${after}`,
  missing: 'missing',
  title: 'Since the hallmark',
  caption: 'Gates of the hallmark and of this run',
  columns: ['Gate', 'Change', 'Hallmark', 'This run'],
  regressed: 'Regression: at least one required gate is worse than in the hallmark.',
  kept: 'No regression in the gates that were compared.',
  changed: 'Changed since the hallmark:',
  unchanged: 'Nothing else changed since the hallmark.',
  change: (component: RunComponent, before: string, after: string) =>
    `${runComponents[component]}: was ${isolate(before || 'none')}, is ${isolate(after || 'none')}`,
};
