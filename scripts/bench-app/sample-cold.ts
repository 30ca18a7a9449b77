import { coldOpen } from './cold-open.ts';
import type { Figure } from './figure.ts';

export const sampleHash = '#/run?task=object-detection&sample=1';
export const drawnBox = '[data-testid=boxes] [data-label]';
const maxMs = 1_000;

/** A fresh browser opens a link that asks for the sample: until the boxes are drawn. */
export const figure: Figure = {
  title: 'Sample link to boxes drawn, cold',
  target: `<= ${maxMs} ms`,
  measure: (bench) => coldOpen(bench, sampleHash, drawnBox, maxMs),
};
