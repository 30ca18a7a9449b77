import { maxUnknownRatio } from '../fit.ts';
import type { DeviceSpecification } from './device-specification.ts';
import type { MemoryUse } from './fit-on-device.ts';
import type { ProcessorForecast } from './forecast-on-processor.ts';

/** The outcome of a requirement on another device: what is forecast, as a range, and the limit. */
export interface DeviceGate {
  readonly gate: 'model-size' | 'memory' | 'latency';
  readonly unit: 'bytes' | 'ms';
  /** What the memory holds, for several memories. */
  readonly holds?: MemoryUse['holds'];
  readonly limit: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: 'pass' | 'fail' | 'inconclusive' | 'not-measured';
}

interface Forecasts {
  readonly memories: readonly MemoryUse[];
  readonly forecasts: readonly ProcessorForecast[];
  readonly maxMs: number | undefined;
}

/**
 * Judges by the rule of all gates: pass if the whole range meets the limit, fail if none of it does. The engine and other
 * programs need memory as well, which is assumed to take up to as much as in `fit.ts`. The fastest processor counts.
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
  if (maxMs !== undefined)
    gates.push({ gate: 'latency', unit: 'ms', ...judgeRange(maxMs, findFastestRange(forecasts)) });
  return gates;
}

type Range = Readonly<Record<'low' | 'high', number>>;

function judgeRange(limit: number, range: Range | null): Pick<DeviceGate, 'limit' | 'low' | 'high' | 'state'> {
  if (!range) return { limit, low: null, high: null, state: 'not-measured' };
  const { low, high } = range;
  return { limit, low, high, state: high <= limit ? 'pass' : low > limit ? 'fail' : 'inconclusive' };
}

function findFastestRange(forecasts: readonly ProcessorForecast[]): Range | null {
  const knownForecasts = forecasts.flatMap((forecast) => (forecast.known ? [forecast] : []));
  const [fastest] = knownForecasts.sort((a, b) => a.expectedMs - b.expectedMs);
  return fastest ? { low: fastest.lowMs, high: fastest.highMs } : null;
}
