import type { InputImage } from '#core/task/task.ts';
import type { Detection } from '../object-detection/detection.ts';
import { scoreDetections } from '../object-detection/detection-score.ts';
import { decodeDetections } from '../object-detection/pipeline.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { recogniseFaceHead } from './heads/index.ts';

/** Detects faces in an image: boxes in pixels and, if the model has them, landmarks, in descending order of score. */
export const faceDetection: SingleGraphTask<InputImage, readonly Detection[]> = {
  check: (model) => void recogniseFaceHead(model),
  encode: (image, model) => recogniseFaceHead(model).encode(image, model),
  decode: (outputs, image, model, options) =>
    decodeDetections(recogniseFaceHead(model), outputs, image, model, options),
  listLabels: () => ['face'],
  score: scoreDetections,
};

export const definition = defineSingleGraph(faceDetection);
