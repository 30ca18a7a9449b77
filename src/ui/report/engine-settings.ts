import { settingsFor } from '#core/engine-settings.ts';
import type { Report } from '#core/report.ts';
import { text } from '#words/text.ts';

/** Every setting that the engine of a report has, and what it was set to. */
export function engineSettings(report: Report): [name: string, value: string][] {
  const { settings } = text.engine;
  return settingsFor(report.session.runtime, report.session.device).map((setting) => {
    const { name, values } = settings[setting];
    const value = report[setting];
    return [
      name,
      value === undefined ? settings.unset : (values[String(value) as keyof typeof values] ?? settings.unset),
    ];
  });
}
