import type { BasicDeviceFacts } from '#device/device-facts.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';
import type { DeviceReport } from './device-report.ts';

const key = 'assay.device-check';

interface LastCheck {
  /** Epoch milliseconds. */
  readonly measuredAt: number;
  readonly report: DeviceReport;
}

/**
 * Reads the last check in this browser; `null` if there is none, or if it was made by another browser version or with
 * other threads.
 */
export function readLastCheck({ browser, threads }: BasicDeviceFacts): LastCheck | null {
  try {
    const last = JSON.parse(readLocalText(key) ?? 'null') as LastCheck | null; // written only by this module
    const { schema, facts } = last?.report ?? {};
    return schema === 1 && facts?.browser === browser && facts.threads === threads ? last : null;
  } catch {
    return null;
  }
}

export function writeLastCheck(check: LastCheck): void {
  writeLocalText(key, JSON.stringify(check));
}
