import { unknownArchitecture, type ModelFacts } from '#core/model/model-facts.ts';
import { emptyGraphFacts } from '#formats/empty-graph-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import { rateVariants, type RatedVariant } from './rate-variants.ts';
import type { RecommendOptions } from './recommend.ts';
import { listVariants, type Variant } from './variants.ts';

/** The catalogue entry of a model whose header was not read. */
export interface UnreadModel {
  /** The file name indicates format and precision. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly parameters: number | null;
}

/**
 * Rates a model by size and parameters alone, without attention and cache. Returns `null` if the file is not a model.
 */
export function rateUnread(model: UnreadModel, profile: DeviceProfile, options: RecommendOptions): RatedVariant | null {
  const { path, sizeBytes, parameters } = model;
  const [variant] = listVariants([{ path, sizeBytes, sha256: null, url: '' }]);
  return variant
    ? (rateVariants([variant], assumeFacts(variant, parameters), profile, options).variants[0] ?? null)
    : null;
}

function assumeFacts({ format, sizeBytes }: Variant, parameters: number | null): ModelFacts {
  const layers = {
    name: 'layers',
    operator: 'layers',
    flops: null,
    weightBytes: sizeBytes,
    activationBytes: null,
    outputShape: null,
    matrixWeights: { unread: parameters ?? 0 }, // for GGUF, replaced below by the type in the file name
  };
  return {
    format,
    formatVersion: null,
    producer: null,
    name: null,
    sizeBytes,
    parameters,
    weights: [],
    weightBytes: sizeBytes,
    ...emptyGraphFacts,
    quantisation: {
      kind: 'unknown',
      name: null,
      blockSize: null,
      bitsPerWeight: null,
      quantisationAware: null,
      evidence: [],
    },
    architecture: unknownArchitecture,
    tokenizer: null,
    chatTemplate: null,
    licence: null,
    externalFiles: [],
    flops: null,
    flopsBasis: { code: 'per-run' },
    nodes: parameters === null ? [] : [layers],
    metadata: {},
  };
}
