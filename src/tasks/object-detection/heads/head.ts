import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Detection } from '../detection.ts';

/** Pre- and post-processing of one family of detectors. Each head has its own file and one line in `index.ts`. */
export interface Head {
  /** Whether the model's inputs and outputs match this family. */
  matches(model: GraphSignature): boolean;
  encode(image: InputImage, model: GraphSignature): Tensors;
  /**
   * Every box with a score of at least `minScore`, before suppression of overlapping ones, in pixels of the image.
   */
  decode(outputs: Tensors, image: InputImage, model: GraphSignature, minScore: number): Detection[];
  /** Boxes that overlap a better one by more than this are suppressed: over all labels, or only within one. */
  readonly suppression: { readonly maxOverlap: number; readonly acrossLabels: boolean };
}
