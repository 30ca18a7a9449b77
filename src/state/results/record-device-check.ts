import type { DeviceSummary } from '#links/device-link.ts';
import { storeResults } from '#records/results.ts';
import { wrapStorageError } from './wrap-storage-error.ts';
import { summaryOfDevice } from './summary.ts';

/** @param hash the link of the device check @throws AppError storage-failed */
export async function recordDeviceCheck(device: DeviceSummary, hash: string): Promise<void> {
  const summary = summaryOfDevice(device, hash, { at: Date.now(), isReceived: false });
  await wrapStorageError(storeResults([{ summary, report: null }]));
}
