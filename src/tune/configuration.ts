import { listSettingPairs, type EngineSettings } from '#core/engine/engine-settings.ts';
import type { Target } from '#core/engine/engines.ts';

/** One way to run a model on this device. */
export interface Configuration extends Target {
  /** `null` if the engine decides. */
  readonly threads: number | null;
  readonly settings: EngineSettings;
  /** Inputs that run together; one if absent. */
  readonly batch?: number;
}

/** What a race is about: the time of one input, the time per input of whatever runs together, or memory. */
export type Objective = (typeof objectives)[number];
export const objectives = ['latency', 'throughput', 'memory'] as const;

/** A configuration that tuning may measure. Plain JSON. */
export interface Contender {
  /** As `configurationKey` computes it. */
  readonly key: string;
  readonly configuration: Configuration;
  /** Whether its target uses this configuration by default. */
  readonly isDefault: boolean;
  /** Keys of the configurations with only one of its changed settings; empty if it changes at most one. */
  readonly parents: readonly string[];
}

/** Identifies a configuration in records and results, e.g. `page:ort:wasm:2:graph=basic`. */
export function formatConfigurationKey({ host, engine, device, threads, settings, batch }: Configuration): string {
  const pairs = listSettingPairs(settings).map((pair) => pair.join('='));
  const more = batch === undefined ? [] : [`batch=${batch}`];
  return [host, engine, device, threads ?? 'auto', ...pairs, ...more].join(':');
}
