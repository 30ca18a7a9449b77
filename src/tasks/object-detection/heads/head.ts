import type { InputImage, GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Detection } from '../detection.ts';

/** Pre- and post-processing of one family of detectors. Each head has its own file and one line in `index.ts`. */
export interface DetectionHead {
  /** Whether the model's inputs and outputs match this family. */
  matches(model: GraphSignature): boolean;
  encode(image: InputImage, model: GraphSignature): Tensors;
  /**
   * Decodes every box with a score of at least `minScore`, in pixels of the image, before overlapping boxes are
   * suppressed.
   */
  decode(outputs: Tensors, image: InputImage, model: GraphSignature, minScore: number): Detection[];
  /** A box is suppressed by a better one that overlaps it by more, of any label if class-agnostic, else of its own. */
  readonly suppression: { readonly maxOverlap: number; readonly isClassAgnostic: boolean };
}
