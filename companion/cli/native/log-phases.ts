import type { Progress } from '#core/report/progress.ts';
import { engine as words } from '#words/en/device/engine.ts';

/** Logs a phase when it starts. */
export function logPhases(log: (line: string) => void): (progress: Progress) => void {
  let last = '';
  return ({ phase, detail }) => {
    const line = detail === undefined ? words.phases[phase] : `${words.phases[phase]}: ${detail}`;
    if (line !== last) log((last = line));
  };
}
