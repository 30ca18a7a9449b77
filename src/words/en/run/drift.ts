import type { DriftReport } from '#drift/drift-report.ts';
import { format } from '../format.ts';

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : format.number(p));

export const drift = {
  title: 'Have the inputs changed?',
  lead: 'Choose a batch of images as the reference while the model works well, and compare later batches with it. The comparison uses image features and the model’s predictions, and needs no labels. Only numbers are stored, in this browser.',
  keep: (count: number): string => `Use these ${format.whole(count)} images as the reference`,
  compare: 'Compare with the reference',
  remove: 'Remove the reference',
  observing: 'Reading images',
  reference: (count: number, day: string): string => `Reference: ${format.whole(count)} images from ${day}.`,
  replaceNote: 'A new reference replaces it.',
  tooFew: (minItems: number): string => `A comparison needs at least ${format.whole(minItems)} images.`,
  parts: 'Features, clearest difference first',
  verdict: {
    drift: 'The current data differs from the reference.',
    'no-drift': 'No difference from the reference was found.',
    'not-measured': 'Not measured: too few items.',
  } satisfies Record<DriftReport['verdict'], string>,
  signal: (p: number): string =>
    `p-value over all features: ${probability(p)} (the probability of differences at least this large if nothing had changed).`,
  columns: {
    feature: 'Feature',
    reference: 'Reference',
    current: 'Current',
    p: 'p (adjusted)',
    stability: 'Stability index',
  },
  features: {
    brightness: 'Brightness',
    contrast: 'Contrast',
    saturation: 'Saturation',
    sharpness: 'Sharpness',
    confidence: 'Confidence',
    margin: 'Margin to the second class',
    entropy: 'Entropy of the classes',
    objects: 'Objects per image',
    foreground: 'Foreground area',
    characters: 'Characters',
    seconds: 'Duration in seconds',
    'predicted-class': 'Predicted class',
    embedding: 'Embedding',
    latency: 'Latency, from first to last hour',
  } as Readonly<Record<string, string>>,
  probability,
  /** A class whose fraction changed. */
  share: (label: string, fraction: number): string =>
    `${label === '' ? 'rare classes' : label}: ${format.percent(fraction)}`,
};
