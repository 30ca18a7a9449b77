import type { ReferenceModelId } from './reference-models.ts';

/** Where a published figure comes from: the address of the page. */
type Source = string;

export type ProcessorKind = 'cpu' | 'gpu' | 'npu';
/** The types that published times are grouped by. */
export type ComputeType = 'float' | 'int8';

/** Memory of a device; a microcontroller has its weights in flash and its activations in RAM. */
interface Memory {
  readonly holds: 'model' | 'weights' | 'activations';
  readonly bytes: number;
  readonly source: Source;
}

/** Published times of reference models on one processor, in milliseconds. */
export interface PublishedRuns {
  readonly engine: string;
  /** Absent if the source does not name it. */
  readonly threads?: number;
  readonly source: Source;
  readonly milliseconds: Readonly<Partial<Record<ComputeType, Readonly<Partial<Record<ReferenceModelId, number>>>>>>;
}

export interface Processor {
  readonly kind: ProcessorKind;
  readonly name: string;
  /** The highest published speed; `how` is the calculation, if the source has only its factors. */
  readonly peak?: {
    readonly operationsPerS: number;
    readonly type: 'float32' | 'float16' | 'int8';
    readonly how?: string;
    readonly source: Source;
  };
  /** Bandwidth of the memory that holds the weights. */
  readonly bandwidth?: { readonly bytesPerS: number; readonly source: Source };
  /** Memory on an accelerator; weights beyond it are read again over its bus in every run. */
  readonly weightCache?: { readonly bytes: number; readonly reloadBytesPerS: number; readonly source: Source };
  readonly runs: PublishedRuns;
}

/**
 * Published figures of another device, in contrast to a `DeviceProfile`, which was measured. A figure without a
 * source is left out, not estimated.
 */
export interface DeviceSpecification {
  readonly class: 'phone' | 'board' | 'laptop' | 'desktop' | 'accelerator' | 'microcontroller';
  /** The size that an app with the model should not exceed. */
  readonly packageLimit?: { readonly bytes: number; readonly package: 'ios-bundle' | 'android-apk' };
  readonly memories?: readonly Memory[];
  readonly processors: readonly Processor[];
}
