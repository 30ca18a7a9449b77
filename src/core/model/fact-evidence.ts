/**
 * The evidence in a file for an inferred fact. The texts are in `src/words/<language>/models/model-evidence.ts`; the compiler
 * requires one for each code.
 */
export type FactEvidence =
  | { readonly code: 'not-specified' }
  | { readonly code: 'entry'; readonly file: string | null; readonly key: string; readonly value: string }
  | { readonly code: 'no-entry'; readonly file: string; readonly key: string }
  | { readonly code: 'no-file'; readonly file: string }
  | { readonly code: 'input'; readonly name: string }
  | { readonly code: 'output'; readonly name: string; readonly shape: string }
  | { readonly code: 'output-size-of-input'; readonly name: string }
  | { readonly code: 'operator'; readonly name: string; readonly count: number }
  | { readonly code: 'operators'; readonly kind: OperatorKind; readonly count: number }
  | { readonly code: 'no-clear-operators' }
  | { readonly code: 'attention-layers'; readonly count: number }
  | { readonly code: 'cache'; readonly side: 'inputs' | 'outputs'; readonly tensors: number; readonly first: string }
  | { readonly code: 'no-cache' }
  | { readonly code: 'causal-mask' }
  | { readonly code: 'causal-by-default' }
  | { readonly code: 'logits-for-every-token' }
  | { readonly code: 'no-weights' }
  | { readonly code: 'most-weight-bytes'; readonly dtype: string }
  | { readonly code: 'weight-type'; readonly dtype: string }
  | { readonly code: 'activation-type'; readonly dtype: string | null }
  | { readonly code: 'scales'; readonly per: 'tensor' | 'channel' }
  | { readonly code: 'fake-quantised-tensor'; readonly name: string }
  | { readonly code: 'metadata'; readonly key: string };

/** Operator groups that are counted together. */
export type OperatorKind =
  | 'non-max-suppression'
  | 'recurrent'
  | 'convolution'
  | 'dense-only'
  | 'qlinear'
  | 'dynamic-quantisation';

/** The sizes for which the operations of a run were counted, or the reason why they were not. */
export type FlopsBasis =
  | {
      readonly code: 'per-run';
      /** Sizes that were chosen for free dimensions. */
      readonly chosen?: Readonly<Record<string, number>>;
      /** Image sizes from the model's `preprocessor_config.json`, by dimension. */
      readonly imageSizes?: Readonly<Record<string, number>>;
      /** Free dimensions assumed to be 1. */
      readonly ones?: readonly string[];
      /** Shapes of inputs whose free dimensions were set. */
      readonly inputShapes?: Readonly<Record<string, readonly (number | string | null)[]>>;
      /** Nodes of unknown cost, which are not counted. */
      readonly leftOut?: { readonly nodes: number; readonly of: number };
    }
  | { readonly code: 'per-token' } // only matrix multiplications, because attention depends on the context depth
  | { readonly code: 'per-part'; readonly parts: number; readonly of: readonly FlopsBasis[] }
  | { readonly code: 'image-size-free'; readonly dimensions: readonly string[] }
  | { readonly code: 'input-size-free'; readonly dimensions: readonly string[] }
  | { readonly code: 'too-many-nodes'; readonly nodes: number }
  /** Nodes that may dominate the cost have unknown shapes, or run another graph. */
  | { readonly code: 'nodes-unknown'; readonly operators: readonly string[] }
  | { readonly code: 'no-graph' }
  | { readonly code: 'compiled-graph' }
  | { readonly code: 'no-weights' };
