import {
  engineSettings,
  listSettingIds,
  listSupportedSettings,
  changeSetting,
  type EngineSettings,
  type SettingId,
} from '#core/engine/engine-settings.ts';
import type { Target } from '#core/engine/engines.ts';
import { formatConfigurationKey, type Configuration, type Trial, type Objective } from './configuration.ts';

/**
 * The maximum number of settings that differ from the default: gains of three or more are rarely additive. Heuristic,
 * not measured.
 */
const maxChanges = 2;
/** The batch sizes for throughput. */
const tunedBatches = [4, 16];

/** A target to tune. */
export interface TunedTarget extends Target {
  /** The numbers of threads to measure, the default first; `null` for the engine's choice. */
  readonly threads: readonly [number | null, ...(number | null)[]];
  /** The settings that the target needs, such as the provider for the device. */
  readonly settings: EngineSettings;
}

/** Lists all threads, and repeated halves down to one, e.g. `[6, 3, 1]`. */
export function listThreadCounts(max: number): readonly [number, ...number[]] {
  return max <= 1 ? [1] : [max, ...listThreadCounts(Math.floor(max / 2))];
}

/**
 * Lists the configurations of the targets: each number of threads with the default settings, and with up to two
 * settings changed to one of their tuned values. Configurations with fewer changes are first.
 */
export function listTrials(targets: readonly TunedTarget[], objective: Objective): readonly Trial[] {
  const batches = objective === 'throughput' ? [undefined, ...tunedBatches] : [undefined];
  const trials = targets.flatMap(({ host, engine, device, threads, settings }) =>
    combine(listSettingVariants(settings, listSupportedSettings(engine, device)), threads, batches).map(
      ([variant, count, batch]) => {
        const configuration: Configuration = {
          host,
          engine,
          device,
          threads: count,
          settings: variant,
          ...(batch !== undefined && { batch }),
        };
        const isDefault = count === threads[0] && variant === settings && batch === undefined;
        const changedIds = listSettingIds(variant).filter((id) => settings[id] === undefined);
        const parents = (changedIds.length > 1 ? changedIds : []).map((id) =>
          formatConfigurationKey({ ...configuration, settings: changeSetting(variant, id, null) }),
        );
        return { key: formatConfigurationKey(configuration), configuration, isDefault, parents };
      },
    ),
  );
  return trials.toSorted((a, b) => countSettings(a) - countSettings(b));
}

/** Combines every setting with every number of threads and every batch; the batches change last. */
function combine<Settings, Count, Batch>(
  settings: readonly Settings[],
  counts: readonly Count[],
  batches: readonly Batch[],
) {
  return batches.flatMap((batch) =>
    settings.flatMap((setting) => counts.map((count) => [setting, count, batch] as const)),
  );
}

/** Counts the settings; a batch is one of them. */
function countSettings({ configuration: { settings, batch } }: Trial): number {
  return listSettingIds(settings).length + Number(batch !== undefined);
}

/** Lists `base`, then variants with one changed setting, then with two. */
function listSettingVariants(base: EngineSettings, ids: readonly SettingId[]): readonly EngineSettings[] {
  const changes = ids
    .filter((id) => base[id] === undefined)
    .flatMap((id) => (engineSettings[id].tunedValues ?? []).map((value) => ({ id, value })));
  const combinations: EngineSettings[] = [];
  let last = [{ settings: base, next: 0 }];
  for (let changed = 0; changed <= maxChanges; changed++) {
    combinations.push(...last.map(({ settings }) => settings));
    // Changes are added in the order of the list, so no set of them occurs twice.
    last = last.flatMap(({ settings, next }) =>
      changes.flatMap(({ id, value }, index) =>
        index < next || settings[id] !== undefined
          ? []
          : { settings: changeSetting(settings, id, value), next: index + 1 },
      ),
    );
  }
  return combinations;
}
