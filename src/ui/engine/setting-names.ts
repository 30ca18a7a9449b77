import { engineSettings, formatSetting, type SettingId, type SettingValue } from '#core/engine/engine-settings.ts';
import { text } from '#words/text.ts';

/** Formats the label of a setting's value. */
export function formatSettingValue(id: SettingId, value: SettingValue): string {
  if (typeof value === 'number') return text.format.whole(value);
  const words = text.engine.settings[id];
  const names = 'values' in words ? Object.entries(words.values) : [];
  const settingText = formatSetting(value);
  return names.find(([choice]) => choice === settingText)?.[1] ?? settingText;
}

/** Formats the label for leaving a setting to the engine, with the engine's default if it is known. */
export function formatUnsetSetting(id: SettingId): string {
  const value = engineSettings[id].default;
  return value === null ? text.engine.unset : text.engine.unsetValue(formatSettingValue(id, value));
}
