import type { Tensors } from '#core/engine/tensor.ts';
import type { GraphSignature, InputImage, PipelineOptions } from '#core/task/task.ts';
import { defineSingleGraph, type SingleGraphTask } from '../single-graph.ts';
import { cocoLabels } from './coco-labels.ts';
import { clipBox, minReportedScore, type Detection } from './detection.ts';
import type { DetectionHead } from './heads/head.ts';
import { recogniseDetectionHead } from './heads/index.ts';
import { scoreDetections } from './detection-score.ts';
import { suppressNonMaxima } from './non-maximum-suppression.ts';

/**
 * Minimum score of boxes for average precision, which is the area under the whole precision-recall curve. Ultralytics
 * and YOLOX evaluate with the same limit.
 */
const minEvaluatedScore = 0.001;

/** Detects objects in an image: returns boxes in pixels of the image, in descending order of score. */
export const objectDetection: SingleGraphTask<InputImage, readonly Detection[]> = {
  check: (model) => void recogniseDetectionHead(model),
  encode: (image, model) => recogniseDetectionHead(model).encode(image, model),
  decode: (outputs, image, model, options) =>
    decodeDetections(recogniseDetectionHead(model), outputs, image, model, options),
  listLabels: () => cocoLabels,
  score: scoreDetections,
};

/** Decodes the outputs of a head, suppresses overlapping boxes and clips the others to the image. */
export function decodeDetections(
  head: DetectionHead,
  outputs: Tensors,
  image: InputImage,
  model: GraphSignature,
  { isForScoring = false, maxOverlap }: Pick<PipelineOptions<unknown>, 'isForScoring' | 'maxOverlap'> = {},
): readonly Detection[] {
  const minScore = isForScoring ? minEvaluatedScore : minReportedScore;
  const suppression = { ...head.suppression, ...(maxOverlap !== undefined && { maxOverlap }) };
  const remaining = suppressNonMaxima(head.decode(outputs, image, model, minScore), suppression);
  return remaining.map((detection) => Object.assign(detection, { box: clipBox(detection.box, image) }));
}

export const definition = defineSingleGraph(objectDetection);
