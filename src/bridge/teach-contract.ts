import type { ParticipantOptions } from '#federated/participant/participant.ts';
import type { Subject } from '#core/model/model.ts';
import type { EmbeddingOptions } from '#teach/embed-example.ts';
import type { Correction } from '#teach/corrections/correction.ts';
import type { LearningOutcome } from '#teach/corrections/learn-from-corrections.ts';
import type { FeatureSource } from '#teach/backbone-graph.ts';
import type { Head } from '#teach/head.ts';
import type { Example, TrainedHead, TrainingRequest } from '#teach/train-head.ts';

/** A model used as a backbone: a bundled or stored model, or the user's files. */
export type BackboneSubject = Extract<Subject, { kind: 'model' | 'files' }>;

export interface OpenedBackbone {
  /** Name of the file that was read. */
  readonly name: string;
  readonly source: FeatureSource;
  /** Number of features. */
  readonly length: number;
  /** The model's own labels; empty if it has none. */
  readonly labels: readonly string[];
  /** The head of a model that was taught before; otherwise `null`. */
  readonly head: Head | null;
  /** Whether it can be saved with a head. */
  readonly isOnnx: boolean;
  /** SHA-256 of the file; `null` for formats other than ONNX. */
  readonly sha256: string | null;
  /** The last layer, if it can be adapted by corrections; otherwise `null`. */
  readonly adaptable: {
    readonly sha256: string;
    /**
     * SHA-256 of the file from which the model was adapted, otherwise of its own file. Models with the same value
     * compute the same features.
     */
    readonly origin: string;
  } | null;
}

/** The worker that has one backbone open. */
export interface TeachWorker {
  /**
   * @throws AppError model-unknown | model-not-stored | model-corrupt | model-unsupported if its input is not a square
   * colour image | errors from the engine
   */
  open(subject: BackboneSubject): Promise<OpenedBackbone>;
  /**
   * Computes the features of an image and of augmented copies of it. A bitmap is transferred, and closed by the worker.
   * @throws AppError file-unreadable | errors from the engine
   */
  embed(image: Blob | ImageBitmap, options: EmbeddingOptions): Promise<Pick<Example, 'features' | 'backboneLabel'>>;
  /** @param onProgress called with the completed fraction, 0 to 1 */
  train(request: TrainingRequest, onProgress: (fraction: number) => void): Promise<TrainedHead>;
  /** Adapts the last layer, and decides whether the result may be used. Requires an adaptable model. */
  learn(corrections: readonly Correction[]): Promise<LearningOutcome>;
  /** Computes the update of a participant of a federation, with cryptographically secure noise. */
  computeUpdate: ParticipantOptions['computeUpdate'];
  /**
   * Creates an ONNX file of the backbone with a head.
   * @param origin recorded in the file of an adapted model; `null` for new classes
   * @throws AppError model-unsupported
   */
  save(head: Head, name: string, origin: string | null): Promise<File>;
}
