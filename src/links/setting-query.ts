import {
  engineSettings,
  buildSettings,
  listSettingTexts,
  type EngineSettings,
  type SettingId,
} from '#core/engine/engine-settings.ts';
import type { LinkQuery } from './link-query.ts';

/** Lists the parameter names of settings in links. */
export function listSettingNames(ids: readonly SettingId[]): readonly string[] {
  return ids.map((id) => engineSettings[id].link);
}

/**
 * Reads the engine settings in a link, limited to `ids`.
 * @throws AppError link-invalid
 */
export function readSettings(query: LinkQuery, ids: readonly SettingId[]): EngineSettings {
  return buildSettings((id) => {
    const setting = engineSettings[id];
    if (!ids.includes(id)) return undefined;
    if (setting.kind === 'number') return query.readInteger(setting.link, setting) ?? undefined;
    const value = query.readChoice(setting.link, listSettingTexts(setting)) ?? undefined;
    return setting.kind === 'switch' && value !== undefined ? value === 'on' : value;
  });
}
