import { settingsFor } from '#core/engine-settings.ts';
import type { Report } from '#core/report.ts';
import { text } from '#words/text.ts';
import { settingValueName, unsetName } from '../components/setting-names.ts';

/** Every setting that the engine of a report has, and what it was set to. */
export function engineSettings(report: Report): [name: string, value: string][] {
  return settingsFor(report.session.runtime, report.session.device).map((id) => {
    const value = id === 'contextLength' ? undefined : report[id];
    return [text.engine.settings[id].name, value === undefined ? unsetName(id) : settingValueName(id, value)];
  });
}
