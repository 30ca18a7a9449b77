import { formatSetting, settingIds, type EngineSettings } from '#core/engine/engine-settings.ts';
import type { engine } from './en/device/engine.ts';

/** The settings that are set, in words, such as `Graph optimisation: Extended`. */
export function listSettingTexts(
  settings: EngineSettings,
  names: (typeof engine)['settings'],
  formatPair: (typeof engine)['settingIs'],
): readonly string[] {
  return settingIds.flatMap((id) => {
    const value = settings[id];
    if (value === undefined) return [];
    const { name, values = {} } = names[id] as {
      readonly name: string;
      readonly values?: Readonly<Record<string, string>>;
    };
    const key = formatSetting(value);
    return [formatPair(name, values[key] ?? key)];
  });
}
