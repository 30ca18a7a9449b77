import { formatSetting, settingIds, type EngineSettings } from '#core/engine/engine-settings.ts';
import type { engine } from './en/device/engine.ts';

/** The settings that are set, in words, such as `Graph optimisation: Extended`. */
export function listSettingTexts(
  settings: EngineSettings,
  words: Pick<typeof engine, 'settings' | 'settingIs'>,
): readonly string[] {
  return settingIds.flatMap((id) => {
    const value = settings[id];
    if (value === undefined) return [];
    const { name, values = {} } = words.settings[id] as {
      readonly name: string;
      readonly values?: Readonly<Record<string, string>>;
    };
    const key = formatSetting(value);
    return [words.settingIs(name, values[key] ?? key)];
  });
}
