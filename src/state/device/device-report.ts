import type { DeviceFacts } from '#device/device-facts.ts';
import type { PowerFacts } from '#device/power-facts.ts';
import type { DeviceSpeeds } from '#device/speeds.ts';

/** The outcome of a check: what is copied as JSON and what machines read. */
export interface DeviceReport {
  readonly schema: 1;
  readonly facts: DeviceFacts;
  readonly power: PowerFacts | null;
  readonly speeds: DeviceSpeeds;
  readonly tookMs: number;
}
