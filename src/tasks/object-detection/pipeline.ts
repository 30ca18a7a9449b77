import type { Tensors } from '#core/engine/tensor.ts';
import type { GraphSignature, InputImage, PipelineOptions } from '#core/task/task.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { cocoLabels } from './coco-labels.ts';
import { clip, minReportedScore, type Detection } from './detection.ts';
import type { Head } from './heads/head.ts';
import { recogniseHead } from './heads/index.ts';
import { score } from './detection-score.ts';
import { suppressNonMaxima } from './non-maximum-suppression.ts';

/**
 * Average precision is the area under the whole curve of precision over recall, so boxes of low scores count. Ultralytics
 * and YOLOX evaluate from this score on.
 */
const minScoredScore = 0.001;

/** Detects objects in an image: detections in pixels of the image, best first. */
export const objectDetection: SingleGraphTask<InputImage, readonly Detection[]> = {
  check: (model) => void recogniseHead(model),
  encode: (image, model) => recogniseHead(model).encode(image, model),
  decode: (outputs, image, model, options) => decodeDetections(recogniseHead(model), outputs, image, model, options),
  listLabels: () => cocoLabels,
  score,
};

/** The detections of a head: of overlapping ones the best, with boxes inside the image. */
export function decodeDetections(
  head: Head,
  outputs: Tensors,
  image: InputImage,
  model: GraphSignature,
  { isForScoring = false, maxOverlap }: Pick<PipelineOptions<unknown>, 'isForScoring' | 'maxOverlap'> = {},
): readonly Detection[] {
  const minScore = isForScoring ? minScoredScore : minReportedScore;
  const suppression = { ...head.suppression, ...(maxOverlap !== undefined && { maxOverlap }) };
  const remaining = suppressNonMaxima(head.decode(outputs, image, model, minScore), suppression);
  return remaining.map((detection) => Object.assign(detection, { box: clip(detection.box, image) }));
}

export const definition = defineSingleGraph(objectDetection);
