import type { Comparator, GateUnit } from '#core/gate.ts';
import type { GateEvidence } from './evidence.ts';

/** Where a default limit comes from; each has a text in `src/words`. */
export type LimitSource =
  | 'half-precision' // weights of 2 instead of 4 bytes
  | 'deployment-targets' // the targets for edge deployment that Assay implements
  | 'production-gate'; // the quality gate for production that Assay implements

/** A limit with its source, so that nobody has to guess why it is what it is. */
export interface SourcedLimit {
  readonly value: number;
  readonly source: LimitSource;
}

/** A value in the unit of its gate, or why there is none. */
export type Measurement =
  | {
      readonly value: number;
      /** 95 % confidence, one-sided at each end; `null` if the value has no sampling error, as a file size. */
      readonly interval: readonly [low: number, high: number] | null;
      /** Items or samples measured; 1 for a value that is read once. */
      readonly n: number;
    }
  | { readonly code: NotMeasuredCode; readonly facts?: Readonly<Record<string, string | number>> };

export type NotMeasuredCode = 'no-baseline';

/** One requirement on a model. One file and one line in the index. */
export interface Gate {
  /** The file's name, and its name in gate files. */
  readonly id: string;
  readonly unit: GateUnit;
  readonly comparator: Comparator;
  /** Whether it compares with a baseline. */
  readonly isRelative: boolean;
  readonly limit: SourcedLimit;
  measure(evidence: GateEvidence): Measurement;
}
