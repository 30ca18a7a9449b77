import type { DeviceFacts } from '#device/device-facts.ts';
import type { PowerFacts } from '#device/power-facts.ts';
import type { DeviceSpeeds } from '#device/speeds.ts';

/** The result of a check, as it is copied as JSON and reported to automation clients. */
export interface DeviceReport {
  readonly schema: 1;
  readonly facts: DeviceFacts;
  readonly power: PowerFacts | null;
  readonly speeds: DeviceSpeeds;
  readonly tookMs: number;
  /** Set if other work disturbed the measurement and its repetition, or the CPU was under pressure before. */
  readonly isDisturbed?: boolean;
}
