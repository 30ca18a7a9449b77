import type { Detection } from '#tasks/object-detection/detection.ts';
import { text } from '#words/text.ts';
import { classColour } from '../class-colour.ts';

/** The label that is drawn at a detected object. */
export const toBoxLabel = ({ label, score, box }: Detection) => ({
  text: `${label} ${text.format.percent(score)}`,
  colour: classColour(label),
  box,
});
