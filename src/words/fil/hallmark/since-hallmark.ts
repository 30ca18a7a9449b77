import type * as en from '../../en/hallmark/since-hallmark.ts';
import { isolate } from '../../isolate.ts';

/** Components of a run that can explain a change of its figures. */
export const runComponents: typeof en.runComponents = {
  model: 'model (SHA-256)',
  baseline: 'baseline (SHA-256)',
  data: 'data (SHA-256, sample)',
  gates: 'gate file (SHA-256)',
  app: 'Assay',
  method: 'paraan',
  engine: 'engine',
  device: 'device',
  threads: 'mga thread',
  settings: 'mga setting',
  browser: 'browser',
  os: 'operating system',
  cores: 'mga logical core',
  gpu: 'GPU',
};

/** A later run compared with the figures of a hallmark, in the command `gate`. */
export const sinceHallmark: typeof en.sinceHallmark = {
  trends: {
    same: 'walang pagbabago',
    better: 'mas mahusay',
    worse: 'mas mahina',
    'not-compared': 'hindi naihambing',
  },
  gate: (name, trend, was, is) => `${name}: ${trend}; dating ${was}, ngayon ay ${is}`,
  missing: 'wala',
  title: 'Mula noong hallmark',
  caption: 'Mga gate ng hallmark at ng run na ito',
  columns: ['Gate', 'Pagbabago', 'Hallmark', 'Run na ito'],
  regressed: 'Regression: may kahit isang kinakailangang gate na mas mahina kaysa sa hallmark.',
  kept: 'Walang regression sa mga gate na inihambing.',
  changed: 'Nagbago mula noong hallmark:',
  unchanged: 'Wala nang ibang nagbago mula noong hallmark.',
  change: (component, was, is) =>
    `${runComponents[component]}: dating ${isolate(was || 'wala')}, ngayon ay ${isolate(is || 'wala')}`,
};
