import {
  engineSettings,
  idsOfSettings,
  settingsFor,
  withSetting,
  type EngineSettings,
  type SettingId,
} from '#core/engine/engine-settings.ts';
import type { Target } from '#core/engine/engines.ts';
import { configurationKey, type Configuration, type Contender } from './configuration.ts';

/** Settings that differ from the default at once: gains of three or more rarely add up. Heuristic. */
const maxChanges = 2;

/** A target to tune. */
export interface TunedTarget extends Target {
  /** Numbers of threads to try, the default first; `null` leaves it to the engine. */
  readonly threads: readonly [number | null, ...(number | null)[]];
  /** Settings that the target needs, such as the provider that reaches the device. */
  readonly settings: EngineSettings;
}

/** All threads, and every half of that down to one: `[6, 3, 1]`. */
export function threadCounts(max: number): readonly [number, ...number[]] {
  return max <= 1 ? [1] : [max, ...threadCounts(Math.floor(max / 2))];
}

/**
 * The configurations of the targets: each number of threads with the default settings, and with up to two settings that
 * have one of their tuned values. Those with fewer changes come first.
 */
export function listContenders(targets: readonly TunedTarget[]): readonly Contender[] {
  const all = targets.flatMap(({ host, engine, device, threads, settings }) =>
    variantsOf(settings, settingsFor(engine, device)).flatMap((variant) =>
      threads.map((count) => {
        const configuration: Configuration = { host, engine, device, threads: count, settings: variant };
        const isDefault = count === threads[0] && variant === settings;
        const changed = idsOfSettings(variant).filter((id) => settings[id] === undefined);
        const parents = (changed.length > 1 ? changed : []).map((id) =>
          configurationKey({ ...configuration, settings: withSetting(variant, id, null) }),
        );
        return { key: configurationKey(configuration), configuration, isDefault, parents };
      }),
    ),
  );
  return all.toSorted((a, b) => countSettings(a) - countSettings(b));
}

function countSettings({ configuration: { settings } }: Contender): number {
  return idsOfSettings(settings).length;
}

/** `base` first, then with one of the settings changed, then with two. */
function variantsOf(base: EngineSettings, ids: readonly SettingId[]): readonly EngineSettings[] {
  const changes = ids
    .filter((id) => base[id] === undefined)
    .flatMap((id) => (engineSettings[id].tunedValues ?? []).map((value) => ({ id, value })));
  const all: EngineSettings[] = [];
  let last = [{ settings: base, next: 0 }];
  for (let changed = 0; changed <= maxChanges; changed++) {
    all.push(...last.map(({ settings }) => settings));
    // Changes are added in the order of the list, so that no set of them occurs twice.
    last = last.flatMap(({ settings, next }) =>
      changes.flatMap(({ id, value }, at) =>
        at < next || settings[id] !== undefined ? [] : { settings: withSetting(settings, id, value), next: at + 1 },
      ),
    );
  }
  return all;
}
