import type { DriftReport } from '#drift/drift-report.ts';
import { format } from '../format.ts';

export const drift = {
  verdict: {
    drift: 'The current data differs from the reference.',
    'no-drift': 'No difference from the reference was found.',
    'not-measured': 'Not measured: too few items.',
  } satisfies Record<DriftReport['verdict'], string>,
  items: (reference: number, current: number): string =>
    `${format.whole(reference)} reference items, ${format.whole(current)} current items`,
  needs: (minItems: number): string => `Each folder needs at least ${format.whole(minItems)} inputs of this task.`,
  signal: (p: number): string =>
    `Probability of such differences without drift: ${format.percent(p)} (all features together)`,
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
    objects: 'Objects per image',
    foreground: 'Foreground area',
    characters: 'Characters',
    seconds: 'Seconds',
    'predicted-class': 'Predicted class',
    embedding: 'Embedding',
  } as Readonly<Record<string, string>>,
  /** A class whose share changed. */
  share: (label: string, fraction: number): string =>
    `${label === '' ? 'rare classes' : label}: ${format.percent(fraction)}`,
};
