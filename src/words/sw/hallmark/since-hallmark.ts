import type * as en from '../../en/hallmark/since-hallmark.ts';
import { isolate } from '../../isolate.ts';

/** Components of a run that can explain a change of its figures. */
export const runComponents: typeof en.runComponents = {
  model: 'modeli (SHA-256)',
  baseline: 'modeli ya msingi (SHA-256)',
  data: 'data (SHA-256, sampuli)',
  gates: 'faili ya vigezo (SHA-256)',
  app: 'Assay',
  method: 'njia ya upimaji',
  engine: 'injini',
  device: 'kifaa',
  threads: 'nyuzi',
  settings: 'mipangilio',
  browser: 'kivinjari',
  os: 'mfumo wa uendeshaji',
  cores: 'viini vya kimantiki',
  gpu: 'GPU',
};

/** A later run compared with the figures of a hallmark, in the command `gate`. */
export const sinceHallmark: typeof en.sinceHallmark = {
  trends: {
    same: 'hakuna mabadiliko',
    better: 'bora zaidi',
    worse: 'mbaya zaidi',
    'not-compared': 'haikulinganishwa',
  },
  gate: (name, trend, was, is) => `${name}: ${trend}; ilikuwa ${was}, sasa ${is}`,
  missing: 'haipo',
  title: 'Tangu muhuri',
  caption: 'Vigezo vya muhuri na vya uendeshaji huu',
  columns: ['Kigezo', 'Mabadiliko', 'Muhuri', 'Uendeshaji huu'],
  regressed: 'Ubora umeshuka: angalau kigezo kimoja cha lazima ni kibaya zaidi kuliko kwenye muhuri.',
  kept: 'Hakuna kilichoshuka katika vigezo vilivyolinganishwa.',
  changed: 'Kilichobadilika tangu muhuri:',
  unchanged: 'Hakuna kingine kilichobadilika tangu muhuri.',
  change: (component, was, is) =>
    `${runComponents[component]}: ilikuwa ${isolate(was || 'hakuna')}, sasa ${isolate(is || 'hakuna')}`,
};
