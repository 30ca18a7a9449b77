import type { DeviceSummary } from '#links/device-link.ts';
import { listSummaries, storeResults, type ResultSummary } from '#records/result-records.ts';
import { wrapStorageError } from './wrap-storage-error.ts';
import { summariseDeviceCheck } from './result-summary.ts';

/**
 * Records a check if the user requested it or it is the first in this browser. Others are not recorded, because every
 * visit of the Device page makes a check.
 * @param hash the link of the device check
 * @throws AppError storage-failed
 */
export async function recordDeviceCheck(device: DeviceSummary, hash: string, isRequested: boolean): Promise<void> {
  const isOwnCheck = ({ kind, isReceived }: ResultSummary) => kind === 'device' && !isReceived;
  if (!isRequested && (await wrapStorageError(listSummaries())).some(isOwnCheck)) return;
  const summary = summariseDeviceCheck(device, hash, { at: Date.now(), isReceived: false });
  await wrapStorageError(storeResults([{ summary, report: null }]));
}
