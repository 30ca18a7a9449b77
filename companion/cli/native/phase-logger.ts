import type { Progress } from '#core/report/progress.ts';
import { engine as words } from '#words/en/device/engine.ts';

/** Creates a progress handler that logs each phase when it starts. */
export function createPhaseLogger(log: (line: string) => void): (progress: Progress) => void {
  let lastLine = '';
  return ({ phase, detail }) => {
    const line = detail === undefined ? words.phases[phase] : `${words.phases[phase]}: ${detail}`;
    if (line !== lastLine) log((lastLine = line));
  };
}
