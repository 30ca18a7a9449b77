import { maxUnknownRatio } from '../fit.ts';
import type { DeviceSpecification } from './device-specification.ts';
import type { MemoryUse } from './fit-on-device.ts';
import type { ProcessorForecast } from './forecast-on-processor.ts';
import type { TimeRange } from './time-curve.ts';

/** The outcome of a requirement on another device: the forecast range and the limit. */
export interface DeviceGate {
  readonly gate: 'model-size' | 'memory' | 'latency';
  readonly unit: 'bytes' | 'ms';
  /** The contents of the memory, for devices with several memories. */
  readonly holds?: MemoryUse['holds'];
  readonly limit: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: 'pass' | 'fail' | 'inconclusive' | 'not-measured';
}

/** The time of a run with its range, if it could be forecast. */
type LatencyForecast = ({ readonly known: true } & TimeRange) | { readonly known: false };

interface Forecasts {
  readonly memories: readonly MemoryUse[];
  readonly forecasts: readonly ProcessorForecast[];
  readonly maxMs: number | undefined;
}

/**
 * Judges a forecast by the rule of all gates: pass if the whole range meets the limit, fail if none of it does. The
 * memory of the engine and other programs is assumed to be at most the multiple in `fit.ts`. Latency is that of the
 * fastest processor.
 */
export function judgeDevice(
  sizeBytes: number,
  { packageLimit }: DeviceSpecification,
  { memories, forecasts, maxMs }: Forecasts,
): DeviceGate[] {
  const gates: DeviceGate[] = [];
  if (packageLimit) {
    const range = { low: sizeBytes, high: sizeBytes };
    gates.push({ gate: 'model-size', unit: 'bytes', ...judgeRange(packageLimit.bytes, range) });
  }
  for (const { holds, needBytes, limitBytes } of memories) {
    const range = needBytes === null ? null : { low: needBytes, high: needBytes * (1 + maxUnknownRatio) };
    gates.push({ gate: 'memory', unit: 'bytes', holds, ...judgeRange(limitBytes, range) });
  }
  return maxMs === undefined ? gates : [...gates, judgeLatency(maxMs, forecasts)];
}

/** Judges the forecast of the fastest processor. */
export function judgeLatency(maxMs: number, forecasts: readonly LatencyForecast[]): DeviceGate {
  return { gate: 'latency', unit: 'ms', ...judgeRange(maxMs, findFastestRange(forecasts)) };
}

type Range = Readonly<Record<'low' | 'high', number>>;

function judgeRange(limit: number, range: Range | null): Pick<DeviceGate, 'limit' | 'low' | 'high' | 'state'> {
  if (!range) return { limit, low: null, high: null, state: 'not-measured' };
  const { low, high } = range;
  return { limit, low, high, state: high <= limit ? 'pass' : low > limit ? 'fail' : 'inconclusive' };
}

function findFastestRange(forecasts: readonly LatencyForecast[]): Range | null {
  const knownForecasts = forecasts.flatMap((forecast) => (forecast.known ? [forecast] : []));
  const [fastest] = knownForecasts.sort((a, b) => a.expectedMs - b.expectedMs);
  return fastest ? { low: fastest.lowMs, high: fastest.highMs } : null;
}
