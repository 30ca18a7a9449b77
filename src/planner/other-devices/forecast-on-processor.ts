import type { ModelFacts, QuantisationKind } from '#core/model/model-facts.ts';
import type { ComputeType, Processor } from './device-specification.ts';
import { referenceModels, type ReferenceModelId } from './reference-models.ts';
import { checkTimeCurve, fitTimeCurve, readTimeCurve, type TimePoint, type TimeRange } from './time-curve.ts';

/** The published times that a forecast is based on, and the errors of forecasting each from the others. */
export interface ForecastBasis {
  /** The data type of the model, or the other one if no times are published for it. */
  readonly type: ComputeType;
  readonly isSameType: boolean;
  readonly models: number;
  readonly inside: number;
  /** Measured over expected time; `null` with a single model. */
  readonly minRatio: number | null;
  readonly maxRatio: number | null;
}

export type ProcessorForecast =
  | ({
      readonly known: true;
      readonly basis: ForecastBasis;
      /** Whether the model is smaller or larger than all published ones; `null` if neither. */
      readonly beyond: 'smaller' | 'larger' | null;
    } & TimeRange)
  | { readonly known: false; readonly reason: NoProcessorForecast; readonly minTokenMs?: number };

/**
 * `text`: times of language models are not published, only the bandwidth that limits them. `float-on-integer`: the
 * processor computes only with integers.
 */
export type NoProcessorForecast = 'text' | 'operations-unknown' | 'float-on-integer';

/** The facts that a forecast needs. */
export type ForecastFacts = Pick<ModelFacts, 'flops' | 'flopsBasis' | 'weightBytes' | 'quantisation'>;

const integerKinds: ReadonlySet<QuantisationKind> = new Set(['dynamic-int8', 'qdq', 'qoperator', 'full-integer']);
const msPerS = 1000;

/** Forecasts one run of a model on a processor of another device from the published times of other models on it. */
export function forecastOnProcessor(facts: ForecastFacts, processor: Processor): ProcessorForecast {
  const { flops, flopsBasis, weightBytes } = facts;
  if (flopsBasis.code === 'per-token') return { known: false, reason: 'text', ...computeMinTokenMs(facts, processor) };
  if (flops === null || flops === 0) return { known: false, reason: 'operations-unknown' };
  const requestedType: ComputeType = integerKinds.has(facts.quantisation.kind) ? 'int8' : 'float';
  const type = choosePublishedType(processor, requestedType);
  if (type === 'int8' && requestedType === 'float') return { known: false, reason: 'float-on-integer' };
  const points = listTimePoints(processor, type);
  const curve = fitTimeCurve(points);
  const { expectedMs, lowMs, highMs } = readTimeCurve(curve, flops);
  const extraMs = estimateReloadMs(processor, weightBytes ?? 0);
  const checkedRatios = points.length > 1 ? checkTimeCurve(points) : [];
  const ratios = checkedRatios.map(({ ratio }) => ratio);
  return {
    known: true,
    expectedMs: expectedMs + extraMs,
    lowMs: lowMs + extraMs,
    highMs: highMs + extraMs,
    beyond: flops < curve.minOperations ? 'smaller' : flops > curve.maxOperations ? 'larger' : null,
    basis: {
      type,
      isSameType: type === requestedType,
      models: points.length,
      inside: checkedRatios.filter(({ isInside }) => isInside).length,
      minRatio: ratios.length > 0 ? Math.min(...ratios) : null,
      maxRatio: ratios.length > 0 ? Math.max(...ratios) : null,
    },
  };
}

/** Lists the published times of a processor, minus the time to reload weights that exceed its memory. */
export function listTimePoints(processor: Processor, type: ComputeType): TimePoint[] {
  const times = Object.entries(processor.runs.milliseconds[type] ?? {}) as [ReferenceModelId, number][];
  const bytesPerWeight = type === 'int8' ? 1 : 4;
  return times.map(([model, ms]) => {
    const { operations, parameters } = referenceModels[model];
    return { operations, ms: ms - estimateReloadMs(processor, parameters * bytesPerWeight) };
  });
}

function choosePublishedType({ runs }: Processor, preferred: ComputeType): ComputeType {
  if (runs.milliseconds[preferred]) return preferred;
  return preferred === 'int8' ? 'float' : 'int8';
}

function estimateReloadMs({ weightCache }: Processor, weightBytes: number): number {
  if (!weightCache) return 0;
  return (Math.max(0, weightBytes - weightCache.bytes) / weightCache.reloadBytesPerS) * msPerS;
}

/** Computes the minimum time per token. Each generated token reads every weight, so bandwidth is the limit. */
function computeMinTokenMs({ weightBytes }: ForecastFacts, { bandwidth }: Processor): { readonly minTokenMs?: number } {
  return bandwidth && weightBytes !== null ? { minTokenMs: (weightBytes / bandwidth.bytesPerS) * msPerS } : {};
}
