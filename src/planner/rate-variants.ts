import type { ModelFacts } from '#core/model/model-facts.ts';
import type { DeviceProfile } from './device-profile.ts';
import type { Fit } from './fit.ts';
import type { Forecast } from './forecast-result.ts';
import { recommend, type RecommendOptions } from './recommend.ts';
import type { Variant } from './variants.ts';

/** Ten tokens per second, about reading speed. Heuristic. */
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
    | 'most-precise' // of those that fit and, for text, reach reading speed
    | 'fastest' // none reaches reading speed
    | 'only-tight' // none certainly fits
    | 'nothing-fits'
    | 'no-engine';
}

/**
 * Whether each variant of a model fits, and which one to use. Only one variant's header was read; the others are assumed
 * to differ from it only in the size of their weights, which is estimated from the file sizes.
 * @param facts of the variant that was read
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
  return { variants: rated, ...choose(rated) };
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
  // Operators, types and versions in one format's header do not apply to another format.
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

/** The type of most weights according to a variant's name: `q4_k_m` is mostly Q4_K, mixed with others. */
function toGgmlType(precision: string | null): string | null {
  return precision && precision.toUpperCase().replace(/^(I?Q\d_.+?)_(?:XS|S|M|L|XL)$/, '$1');
}

const assumeType = (type: string, weights: Readonly<Record<string, number>>) => ({
  [type]: Object.values(weights).reduce((sum, count) => sum + count, 0),
});

function choose(rated: readonly RatedVariant[]): Pick<RatedVariants, 'pick' | 'reason'> {
  const indices = rated.flatMap(({ fit }, index) => (fit ? [index] : []));
  if (indices.length === 0) return { pick: null, reason: 'no-engine' };
  const listByVerdict = (verdict: Fit['verdict']) => indices.filter((index) => rated[index]?.fit?.verdict === verdict);
  const compareSizes = (a: number, b: number) => getVariantSize(rated[a]) - getVariantSize(rated[b]);
  const fitting = listByVerdict('fits').sort(compareSizes);
  const quick = fitting.filter((index) => isQuick(rated[index]?.forecast));
  const [smallest] = fitting;
  const mostPrecise = quick.at(-1);
  if (mostPrecise !== undefined) return { pick: mostPrecise, reason: 'most-precise' };
  if (smallest !== undefined) return { pick: smallest, reason: 'fastest' };
  const [tight] = [...listByVerdict('tight'), ...listByVerdict('unknown')].sort(compareSizes);
  return tight === undefined ? { pick: null, reason: 'nothing-fits' } : { pick: tight, reason: 'only-tight' };
}

const getVariantSize = (rated: RatedVariant | undefined): number => rated?.variant.sizeBytes ?? 0;

function isQuick(forecast: Forecast | null | undefined): boolean {
  return !forecast?.known || forecast.per !== 'token' || forecast.expectedMs <= maxTokenMs;
}
