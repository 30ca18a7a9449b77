import { listSettingPairs, type EngineSettings } from '#core/engine/engine-settings.ts';
import type { Target } from '#core/engine/engines.ts';

/** The target and settings to run a model on this device. */
export interface Configuration extends Target {
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
  /** The number of inputs per run; one if absent. */
  readonly batch?: number;
}

/** The quantity that a search minimises: the time of one input, the time per input of a batch, or memory. */
export type Objective = (typeof objectives)[number];
export const objectives = ['latency', 'throughput', 'memory'] as const;

/** A configuration that tuning can measure. Plain JSON. */
export interface Trial {
  /** See `formatConfigurationKey`. */
  readonly key: string;
  readonly configuration: Configuration;
  /** Whether its target uses this configuration by default. */
  readonly isDefault: boolean;
  /** The keys of the configurations with only one of its changed settings; empty if it changes at most one. */
  readonly parents: readonly string[];
}

/** Formats the key of a configuration for records and results, e.g. `page:ort:wasm:2:graph=basic`. */
export function formatConfigurationKey({ host, engine, device, threads, settings, batch }: Configuration): string {
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const batchPart = batch === undefined ? [] : [`batch=${batch}`];
  return [host, engine, device, threads ?? 'auto', ...pairs, ...batchPart].join(':');
}
