import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import type { HostileInputId, HostileResult } from '#core/report/hostile-result.ts';
import { format } from '../format.ts';

const corruptions = {
  'gaussian-noise': 'Gaussian noise',
  'gaussian-blur': 'Gaussian blur',
  brightness: 'Brightness',
  contrast: 'Low contrast',
  jpeg: 'JPEG compression',
  crop: 'Crop',
  rotation: 'Rotation',
  occlusion: 'Occlusion',
  'audio-noise': 'Noise',
  'audio-clipping': 'Clipping',
  'text-typos': 'Typos',
  'text-case': 'Case',
} satisfies Record<CorruptionId, string>;

const hostileInputs = {
  zeros: 'All zeros',
  constant: 'All ones',
  max: 'Maximum of the data type',
  min: 'Minimum of the data type',
  'not-a-number': 'NaN',
  infinite: 'Infinity',
  'one-more': 'Last dimension larger by one',
  empty: 'Last dimension 0',
  'other-rank': 'One more dimension',
} satisfies Record<HostileInputId, string>;

const hostileOutcomes = {
  error: 'rejected with an error',
  finite: 'finite output',
  'not-finite': 'NaN or infinity in the output',
  crash: 'the engine crashed',
} satisfies Record<HostileResult['outcome'], string>;

interface SuiteSize {
  readonly items: number;
  readonly corruptions: number;
  readonly severities: number;
}

/** The scores of corrupted items, and how to choose them. */
export const robustness = {
  title: 'Robustness',
  lead: 'After the evaluation, a sample of the items is evaluated again with corruptions such as noise, blur and low contrast, as in ImageNet-C.',
  run: 'Evaluate with corruptions',
  severities: 'Severities',
  severityChoice: (severity: number) =>
    severity === 1 ? '1 (mildest)' : severity === 5 ? '5 (strongest)' : String(severity),
  items: 'Items with corruptions',
  cost: ({ items, corruptions: count, severities }: SuiteSize) =>
    `${format.whole(items)} items × ${format.whole(count)} corruptions × ${format.whole(severities)} severities: ${format.whole(items * count * severities)} more runs of the model.`,

  results: 'Robustness: scores with corruptions',
  caption: (metric: string, items: string) => `${metric} of ${items} items by severity`,
  corruption: 'Corruption',
  severity: (severity: number) => `Severity ${severity}`,
  name: (id: CorruptionId) => corruptions[id],
  clean: 'None (the same items)',
  meanError: (value: string) =>
    `Mean corruption error: ${value}, the mean over all corruptions, not normalised by a baseline.`,
  relativeError: (value: string) =>
    `Relative to the baseline’s errors on the same corrupted items: ${value} (the mean corruption error of ImageNet-C).`,
  hostile: {
    caption: 'Hostile inputs, given to the model without preprocessing',
    input: 'Input',
    outcome: 'Outcome',
    inputs: hostileInputs,
    outcomes: hostileOutcomes,
  },
  isPartial: 'Not all corruptions were scored, so gates ignore these scores.',
  failed: (count: string) => `${count} runs failed; no score includes them.`,
};
