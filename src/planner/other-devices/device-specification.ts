import type { ReferenceModelId } from './reference-models.ts';

/** The URL of the page that publishes a value. */
type Source = string;

export type ProcessorKind = 'cpu' | 'gpu' | 'npu';
/** The data types by which published times are grouped. */
export type ComputeType = 'float' | 'int8';

/** A memory of a device. Microcontrollers have weights in flash and activations in RAM. */
interface Memory {
  readonly holds: 'model' | 'weights' | 'activations';
  readonly bytes: number;
  readonly source: Source;
}

/** Published times of reference models on one processor, in milliseconds. */
export interface PublishedRuns {
  readonly engine: string;
  /** Absent if the source does not specify it. */
  readonly threads?: number;
  readonly source: Source;
  readonly milliseconds: Readonly<Partial<Record<ComputeType, Readonly<Partial<Record<ReferenceModelId, number>>>>>>;
}

export interface Processor {
  readonly kind: ProcessorKind;
  readonly name: string;
  /** The peak published speed. `how` is the calculation if the source publishes only its factors. */
  readonly peak?: {
    readonly operationsPerS: number;
    readonly type: 'float32' | 'float16' | 'int8';
    readonly how?: string;
    readonly source: Source;
  };
  /** Bandwidth of the memory that holds the weights. */
  readonly bandwidth?: { readonly bytesPerS: number; readonly source: Source };
  /** On-chip memory of an accelerator. Weights beyond it are transferred again in every run. */
  readonly weightCache?: { readonly bytes: number; readonly reloadBytesPerS: number; readonly source: Source };
  readonly runs: PublishedRuns;
}

/**
 * Published values of another device, in contrast to a measured `DeviceProfile`. A value without a source is omitted,
 * not estimated.
 */
export interface DeviceSpecification {
  readonly class: 'phone' | 'board' | 'laptop' | 'desktop' | 'accelerator' | 'microcontroller';
  /** The maximum size of an app that contains the model. */
  readonly packageLimit?: { readonly bytes: number; readonly package: 'ios-bundle' | 'android-apk' };
  readonly memories?: readonly Memory[];
  readonly processors: readonly Processor[];
}
