import type { DeviceSpecification, Processor } from './device-specification.ts';
import { listMemoryUses, type FitFacts, type MemoryUse } from './fit-on-device.ts';
import { forecastOnProcessor, type ForecastFacts, type ProcessorForecast } from './forecast-on-processor.ts';
import { judgeDevice, type DeviceGate } from './judge-device.ts';

/** What a forecast for another device can take into account. */
export interface ForecastOptions {
  /** Context length in tokens, for models with a key-value cache; the trained one if absent. */
  readonly contextLength?: number | null;
  /** The time that one run may take; absent if there is no such limit. */
  readonly maxMs?: number;
}

/** A forecast for another device. Plain JSON. */
export interface DeviceForecast {
  readonly processors: readonly (Pick<Processor, 'kind' | 'name'> & { readonly forecast: ProcessorForecast })[];
  readonly memories: readonly MemoryUse[];
  readonly gates: readonly DeviceGate[];
}

/** Forecasts a model on a device from its published figures: the time on each processor, memory, and size limits. */
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
