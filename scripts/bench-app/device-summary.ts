import { coldOpen } from './cold-open.ts';
import type { Figure } from './figure.ts';

const maxMs = 600;

/** A fresh browser opens the device page: until it says what the device offers. */
export const figure: Figure = {
  title: 'Page open to device summary, cold',
  target: `<= ${maxMs} ms`,
  measure: (bench) => coldOpen(bench, '#/device', 'main dl .fact', maxMs),
};
