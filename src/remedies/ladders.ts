import type { Remedy, Symptom } from './remedy.ts';
import { moreThreads } from './steps/more-threads.ts';
import { inCompanion, otherDevice } from './steps/other-targets.ts';
import { otherVersion, rollBack, smallerVersion } from './steps/other-versions.ts';
import { defaultSettings, freedMemory, fullPrecision } from './steps/settings.ts';
import { smallerInput } from './steps/smaller-input.ts';
import { tunedConfiguration } from './steps/tuned-configuration.ts';

const remedyTable = {
  'more-threads': moreThreads,
  'tuned-configuration': tunedConfiguration,
  'default-settings': defaultSettings,
  'other-device': otherDevice,
  'freed-memory': freedMemory,
  'full-precision': fullPrecision,
  'smaller-input': smallerInput,
  'smaller-version': smallerVersion,
  'in-companion': inCompanion,
  'other-version': otherVersion,
  'roll-back': rollBack,
} as const satisfies Readonly<Record<string, Remedy>>;

export type RemedyId = keyof typeof remedyTable;
export const remedies: Readonly<Record<RemedyId, Remedy>> = remedyTable;

/** The steps for each symptom, in the order in which they are tried, cheapest first. */
export const ladders: Readonly<Record<Symptom, readonly RemedyId[]>> = {
  latency: [
    'more-threads',
    'tuned-configuration',
    'default-settings',
    'other-device',
    'smaller-version',
    'smaller-input',
    'in-companion',
    'roll-back',
  ],
  memory: ['freed-memory', 'smaller-version', 'smaller-input', 'other-device', 'in-companion', 'roll-back'],
  accuracy: ['full-precision', 'other-version', 'roll-back'],
  errors: ['default-settings', 'other-device', 'in-companion', 'roll-back'],
};
