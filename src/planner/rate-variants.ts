import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import type { Fit } from './fit.ts';
import type { Forecast } from './forecast-result.ts';
import { recommend, type RecommendOptions } from './recommend.ts';
import type { Variant } from './variants.ts';

/** Ten tokens per second, about reading speed. Heuristic, not measured. */
const maxTokenMs = 100;

export interface RatedVariant {
  readonly variant: Variant;
  /** `null` if no engine opens this format or can run the model. */
  readonly fit: Fit | null;
  readonly forecast: Forecast | null;
}

export interface RatedVariants {
  readonly variants: readonly RatedVariant[];
  /** Index in `variants`; `null` if none is usable. */
  readonly pick: number | null;
  readonly reason:
    | 'most-precise' // of those that fit and are not known to be slower than reading speed
    | 'smallest' // of those that fit; all are slower than reading speed
    | 'only-tight' // no variant certainly fits
    | 'nothing-fits'
    | 'no-engine';
}

/**
 * Rates the fit and speed of each variant of a model, and picks one. Only one variant's header was read; the others are
 * assumed to differ only in weight size, which is estimated from file sizes.
 * @param facts the facts of the variant whose header was read
 */
export function rateVariants(
  variants: readonly Variant[],
  facts: ModelFacts,
  profile: DeviceProfile,
  options: RecommendOptions,
): RatedVariants {
  const rated = variants.map((variant): RatedVariant => {
    const { candidates, best } = recommend(resizeFacts(facts, variant), profile, options);
    const candidate = best ?? candidates[0];
    return { variant, fit: candidate?.fit ?? null, forecast: candidate?.forecast ?? null };
  });
  return { variants: rated, ...pickVariant(rated) };
}

function resizeFacts(facts: ModelFacts, { format, precision, sizeBytes }: Variant): ModelFacts {
  const fraction = sizeBytes / (facts.weightBytes || sizeBytes || 1);
  const type = format === 'gguf' && precision !== facts.quantisation.name?.toLowerCase() ? toGgmlType(precision) : null;
  const nodes = facts.nodes.map((node) => ({
    ...node,
    weightBytes: node.weightBytes * fraction,
    ...(type !== null && node.matrixWeights && { matrixWeights: assumeType(type, node.matrixWeights) }),
  }));
  const sized = { ...facts, format, weightBytes: sizeBytes, nodes };
  // The operators, types and versions of one format do not apply to another.
  return format === facts.format ? sized : { ...sized, ...unreadHeader };
}

const unreadHeader = {
  formatVersion: null,
  operators: {},
  opsets: {},
  inputs: [],
  outputs: [],
  weights: [],
  variableTensors: 0,
} satisfies Partial<ModelFacts>;

/** Derives the type of most weights from a GGUF precision. For example, `q4_k_m` is mostly Q4_K. */
function toGgmlType(precision: string | null): string | null {
  return precision && precision.toUpperCase().replace(/^(I?Q\d_.+?)_(?:XS|S|M|L|XL)$/, '$1');
}

const assumeType = (type: string, weights: Readonly<Record<string, number>>) => ({
  [type]: Object.values(weights).reduce((sum, count) => sum + count, 0),
});

function pickVariant(rated: readonly RatedVariant[]): Pick<RatedVariants, 'pick' | 'reason'> {
  const indices = rated.flatMap(({ fit }, index) => (fit ? [index] : []));
  if (indices.length === 0) return { pick: null, reason: 'no-engine' };
  const listByVerdict = (verdict: Fit['verdict']) => indices.filter((index) => rated[index]?.fit?.verdict === verdict);
  const compareSizes = (a: number, b: number) => getVariantSize(rated[a]) - getVariantSize(rated[b]);
  const fittingVariants = listByVerdict('fits').sort(compareSizes);
  const fastEnough = fittingVariants.filter((index) => isFastEnough(rated[index]?.forecast));
  const [smallest] = fittingVariants;
  const mostPrecise = fastEnough.at(-1);
  if (mostPrecise !== undefined) return { pick: mostPrecise, reason: 'most-precise' };
  if (smallest !== undefined) return { pick: smallest, reason: 'smallest' };
  const [tight] = [...listByVerdict('tight'), ...listByVerdict('unknown')].sort(compareSizes);
  return tight === undefined ? { pick: null, reason: 'nothing-fits' } : { pick: tight, reason: 'only-tight' };
}

const getVariantSize = (rated: RatedVariant | undefined): number => rated?.variant.sizeBytes ?? 0;

function isFastEnough(forecast: Forecast | null | undefined): boolean {
  return !forecast?.known || forecast.per !== 'token' || forecast.expectedMs <= maxTokenMs;
}
