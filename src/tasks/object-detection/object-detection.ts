import type { Picture, Task } from '#core/task.ts';
import { clip, type Detection } from './detection.ts';
import { headFor } from './heads/index.ts';
import { score } from './score.ts';
import { suppress } from './suppress.ts';

/** Lowest score of a box that is returned: below, boxes are noise for every head here. Chosen. */
const minScore = 0.2;

/** Finds things in a picture: detections in pixels of the picture, best first. */
export const objectDetection: Task<Picture, readonly Detection[]> = {
  id: 'object-detection',
  check: (model) => void headFor(model),
  encode: (picture, model) => headFor(model).encode(picture, model),
  decode(outputs, picture, model) {
    const head = headFor(model);
    const kept = suppress(head.decode(outputs, picture, model, minScore), head.suppression);
    return kept.map(({ label, score, box }) => ({ label, score, box: clip(box, picture) }));
  },
  score,
};
