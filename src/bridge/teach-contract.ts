import type { Subject } from '#core/model/model.ts';
import type { EmbeddingOptions } from '#teach/embed-example.ts';
import type { FeatureSource } from '#teach/backbone-graph.ts';
import type { Head } from '#teach/head.ts';
import type { Example, TrainedHead, TrainingRequest } from '#teach/train-head.ts';

/** A model to build on: bundled, stored, or files of the user. */
export type BackboneSubject = Extract<Subject, { kind: 'model' | 'files' }>;

export interface OpenedBackbone {
  /** Name of the file that was read. */
  readonly name: string;
  readonly source: FeatureSource;
  /** The number of features. */
  readonly length: number;
  /** The model's own labels; empty if it has none. */
  readonly labels: readonly string[];
  /** The head of a model that was taught before; `null` if it is another model. */
  readonly head: Head | null;
  /** Whether a head can be saved with it. */
  readonly isOnnx: boolean;
}

/** The worker that has one backbone open. */
export interface TeachWorker {
  /**
   * @throws AppError model-unknown | model-not-stored | model-corrupt | model-unsupported if it takes no square colour
   * image, and what the engine throws
   */
  open(subject: BackboneSubject): Promise<OpenedBackbone>;
  /**
   * The features of a picture and of changed copies of it. A bitmap is transferred, and closed there.
   * @throws AppError file-unreadable, and what the engine throws
   */
  embed(image: Blob | ImageBitmap, options: EmbeddingOptions): Promise<Pick<Example, 'features' | 'ownLabel'>>;
  /** @param onProgress gets the fraction that is done, 0 to 1 */
  train(request: TrainingRequest, onProgress: (fraction: number) => void): Promise<TrainedHead>;
  /** The backbone with a head as one file of ONNX. @throws AppError model-unsupported */
  save(head: Head, name: string): Promise<File>;
}
