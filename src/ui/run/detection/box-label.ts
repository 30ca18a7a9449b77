import type { Detection } from '#tasks/object-detection/detection.ts';
import { getLabelColour } from '#drawing/label-colour.ts';
import { listLimbs } from '#drawing/limbs.ts';
import { text } from '#words/text.ts';

/** The label that is drawn at a detected object. */
export const toBoxLabel = ({ label, score, box, track, keypoints }: Detection) => ({
  text: `${track === undefined ? label : text.run.video.tracked(track, label)} ${text.format.percent(score)}`,
  colour: getLabelColour(label),
  box,
  ...(keypoints && { limbs: listLimbs(keypoints) }),
});
