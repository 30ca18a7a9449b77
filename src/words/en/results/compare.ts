import type {
  CellComparison,
  ComparisonCaveat,
  ComparisonSide,
  IncomparableReason,
} from '#bench/report/compare-reports.ts';

/** The sentence about two results when this side is the faster one; `range` is the interval of `factor`. */
const faster: Readonly<Record<ComparisonSide, (factor: string, range: string) => string>> = {
  a: (factor, range) => `A is ${factor}× faster (${range}).`,
  b: (factor, range) => `B is ${factor}× faster (${range}).`,
  before: (factor, range) => `${factor}× slower after the change (${range}).`,
  after: (factor, range) => `${factor}× faster after the change (${range}).`,
  there: (factor, range) => `Their device is ${factor}× faster (${range}).`,
  here: (factor, range) => `This device is ${factor}× faster (${range}).`,
};

/** The comparison of the speed of two results. */
export const compare = {
  field: 'Compare with another result',
  help: 'Paste a result link. The ratio of the medians is shown with its 95% confidence interval.',
  open: 'Compare',
  title: (model: string) => `Comparison: ${model}`,
  label: 'Comparison',
  openOne: 'Open this result',
  sides: {
    a: 'A',
    b: 'B',
    before: 'Before',
    after: 'After',
    there: 'Their device',
    here: 'This device',
  } satisfies Record<ComparisonSide, string>,
  sentence(
    which: CellComparison['faster'],
    [first, second]: readonly [ComparisonSide, ComparisonSide],
    factor: string,
    range: string,
  ): string {
    if (which === 'neither') return `No measurable difference (${range}).`;
    if (which === 'unclear') return `Inconclusive: too few or too scattered samples (${range}).`;
    return faster[which === 'first' ? first : second](factor, range);
  },
  /** The image of a comparison: `separator` is between the speeds of its sides. */
  card: {
    separator: ' | ',
    caption: (sides: string) => `${sides}, medians`,
    side: (name: string, machine: string, engine: string) => `${name}: ${machine}; ${engine}`,
  },
  changed: 'Changed',
  change: (name: string, before: string, after: string) => `${name}: ${before} → ${after}`,
  nothingChanged: 'No setting or version differs between the two.',
  looksSame: 'Both links report the same kind of machine, but cannot prove that it was the same one.',
  range: (low: string, high: string) => `${low}–${high}×, 95% confidence interval`,
  inCell: (cell: string, sentence: string) => `${cell}: ${sentence}`,
  incomparable: {
    itself: 'Both are the same result, so there is nothing to compare.',
    invalid: 'Not comparable: one of the results has wrong outputs, so its speed does not count.',
    method: 'Not comparable: the results were measured by different major versions of the method.',
    subject: 'Not comparable: the results are of different models.',
    dimensions: 'Not comparable: the free dimensions of the model had different sizes.',
    cells: 'Not comparable: the results are of different parts of the workload.',
  } satisfies Record<IncomparableReason, string>,
  caveats: {
    'not-interleaved':
      'The runs were at different times, not interleaved, so a change in the device’s speed counts as a difference.',
    'other-machine': 'The runs were on different machines.',
    'other-engine': 'The engine version or the browser differs.',
    'other-settings': 'Device, threads or engine settings differ.',
    indicative: 'At least one result is not a full, undisturbed measurement.',
    noisy: 'At least one result is noisy: its flags give the reason.',
    histogram: 'Samples came from links, as histograms: the interval is only as precise as their bins.',
  } satisfies Record<ComparisonCaveat, string>,
  caveatsTitle: 'Caveats',
  different: 'Differences',
  differentCaption: 'Facts that differ',
  same: (count: number) => `Equal in both: ${count === 1 ? '1 fact' : `${count} facts`}`,
  plotTitle: 'Distributions on one scale',
};
