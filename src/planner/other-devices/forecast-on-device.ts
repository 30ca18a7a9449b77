import type { DeviceSpecification, Processor } from './device-specification.ts';
import { listMemoryUses, type FitFacts, type MemoryUse } from './fit-on-device.ts';
import { forecastOnProcessor, type ForecastFacts, type ProcessorForecast } from './forecast-on-processor.ts';
import { judgeDevice, type DeviceGate } from './judge-device.ts';

/** Options of a forecast for another device. */
export interface ForecastOptions {
  /** Context length in tokens, for models with a key-value cache; by default, the model's maximum. */
  readonly contextLength?: number | null;
  /** The maximum time of one run; absent if there is no limit. */
  readonly maxMs?: number;
}

/** A forecast for another device. Plain JSON. */
export interface DeviceForecast {
  readonly processors: readonly (Pick<Processor, 'kind' | 'name'> & { readonly forecast: ProcessorForecast })[];
  readonly memories: readonly MemoryUse[];
  readonly gates: readonly DeviceGate[];
}

/** Forecasts a model on a device from its published values: the time on each processor, memory, and size limits. */
export function forecastOnDevice(
  facts: ForecastFacts & FitFacts & { readonly sizeBytes: number },
  device: DeviceSpecification,
  { contextLength = null, maxMs }: ForecastOptions = {},
): DeviceForecast {
  const processors = device.processors.map((processor) => ({
    kind: processor.kind,
    name: processor.name,
    forecast: forecastOnProcessor(facts, processor),
  }));
  const memories = listMemoryUses(facts, device, contextLength);
  const forecasts = processors.map(({ forecast }) => forecast);
  return { processors, memories, gates: judgeDevice(facts.sizeBytes, device, { memories, forecasts, maxMs }) };
}
