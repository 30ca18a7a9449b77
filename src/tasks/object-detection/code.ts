import type { Picture } from '#core/task.ts';
import { oneGraph, type OneGraphTask } from '../one-graph.ts';
import { clip, type Detection } from './detection.ts';
import { headFor } from './heads/index.ts';
import { score } from './score.ts';
import { suppress } from './suppress.ts';

/** Lowest score of a box that is returned: below, boxes are noise for every head here. Chosen. */
const minScore = 0.2;

/** Finds things in a picture: detections in pixels of the picture, best first. */
export const objectDetection: OneGraphTask<Picture, readonly Detection[]> = {
  check: (model) => void headFor(model),
  encode: (picture, model) => headFor(model).encode(picture, model),
  decode(outputs, picture, model) {
    const head = headFor(model);
    const kept = suppress(head.decode(outputs, picture, model, minScore), head.suppression);
    return kept.map(({ label, score, box }) => ({ label, score, box: clip(box, picture) }));
  },
  score,
};

export const code = oneGraph(objectDetection);
