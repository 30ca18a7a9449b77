import type { RecordKind } from '#state/results/record-summaries.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

const countResults = (count: number) => (count === 1 ? '1 result' : `${format.whole(count)} results`);

export const results = {
  title: 'Results',
  lead: 'Your benchmarks, evaluations, gate runs, comparisons, searches for the best configuration, device checks and hallmarks, including hallmarks that you opened. They are stored on this device only.',
  reading: 'Reading the stored results',
  none: 'No results yet. A benchmark or device check appears here as soon as it is done.',
  first: 'Benchmark this device',
  firstBench: 'Run a benchmark',
  noMatch: 'No stored result matches.',
  clear: 'Show all results',
  notStored:
    'Results cannot be stored in this browser, and are lost when their page is closed. Copy a result’s link or save it as a file to keep it.',

  search: 'Search',
  searchHelp: 'Model, engine, device or browser',
  kind: 'Kind',
  anyKind: 'All kinds',
  kinds: {
    tensor: 'Benchmark',
    text: 'Text benchmark',
    task: 'Evaluation',
    device: 'Device check',
    comparison: 'Comparison',
    gates: 'Gates',
    tuning: 'Tuning',
    hallmark: 'Hallmark',
  } satisfies Record<RecordKind, string>,
  model: 'Model',
  anyModel: 'All models',
  list: 'Stored results',
  counts: (shown: number, all: number) =>
    shown === all ? countResults(all) : `${format.whole(shown)} of ${countResults(all)}`,
  more: (count: string) => `Show ${count} more`,

  score: (metric: string, value: number) => `${scores.name(metric)} ${scores.formatScore(metric, value)}`,
  hallmark: (model: string) => `Hallmark of ${model}`,
  levels: { 'self-attested': 'self-attested', reproduced: 'reproduced' },
  deviceCheck: (machine: string) => `Device check: ${machine}`,
  tuning: (model: string) => `Best configuration: ${model}`,
  comparison: (model: string) => `Comparison: ${model}`,
  machines: (first: string, second: string) => `A: ${first}. B: ${second}.`,
  on: (engine: string, device: string, threads: string, machine: string) =>
    `${engine} on ${device}, ${threads}; ${machine}`,
  /** @param cell its name in reports: `pp512` for prompts of 512 tokens, `tg128` for answers of 128 */
  rate: (cell: string, value: string) =>
    cell.startsWith('pp') ? `prompt ${value}` : cell.startsWith('tg') ? `answer ${value}` : `${cell} ${value}`,
  tokensPerS: (rates: string) => `${rates} tokens/s`,
  gflops: (value: string) => `${value} GFLOP/s`,
  notMeasured: 'not measured',
  faster: {
    first: (factor: string) => `A ${factor}× faster`,
    second: (factor: string) => `B ${factor}× faster`,
    neither: () => 'no difference',
    unclear: () => 'inconclusive',
  },
  received: 'received',

  select: (name: string) => `Select ${name}`,
  selected: (count: number) => `${count} selected`,
  compare: 'Compare the two selected results',
  compareHelp: 'Select two benchmarks, evaluations, gate runs or hallmarks to compare them.',
  deleteSelected: 'Delete selected results',
  delete: (name: string) => `Delete ${name}`,
  deleted: (count: number) => `Deleted ${countResults(count)}.`,
  undo: 'Undo',

  export: 'Export all results',
  import: 'Import results',
  importHelp: 'A file exported here, or a report saved as JSON.',
  imported: (added: number, alreadyStored: number, invalid: number) =>
    [
      `Imported ${countResults(added)}.`,
      ...(alreadyStored > 0 ? [`${countResults(alreadyStored)} already stored.`] : []),
      ...(invalid > 0 ? [`${countResults(invalid)} invalid, not imported.`] : []),
    ].join(' '),
  notResults: (file: string) =>
    `${isolate(file)} contains no results. Choose a file exported on this page, or a report saved as JSON.`,

  references: {
    title: 'Reference points',
    lead: 'Results of this model by the same method: stored here, or measured by this project on the device named.',
    thisResult: 'This result',
    none: 'No other result for this model and method is stored here. To compare, save a shared result to Results or import one.',
    open: 'Open Results',
    measured: (on: string, date: string) => `${on}; ${date}`,
    byProject: (on: string, date: string) => `Measured by Assay’s developers: ${on}; ${date}`,
  },

  missing: {
    title: 'Result not stored here',
    lead: 'This address refers to a result stored in the browser that measured it. The result was deleted, or was measured in another browser.',
    all: 'All stored results',
  },

  save: 'Save to Results',
  saved: 'Stored in Results',
  notSaved: 'This result was not stored in Results. Copy its link or save it as a file, or it will be lost.',
};
