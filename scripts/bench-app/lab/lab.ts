import { transfer, wrap, type Remote } from 'comlink';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { openSession } from '#bridge/session-handle.ts';
import { StoreHandle } from '#bridge/store-handle.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import { listBuffers } from '#bridge/transfer.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import type { Baseline } from './baseline.worker.ts';
import type { CompanionClient } from './companion.worker.ts';
import type { Echo } from './echo.worker.ts';
import { measureDeviceProfile, testForecasts } from './forecasts.ts';
import { timeHallmarks } from './hallmarks.ts';
import type { TimedTextSession } from './text-session.worker.ts';

/** Returns the files that the benchmark script has set on the input element. */
function listInputFiles(): File[] {
  return [...(document.querySelector('input')?.files ?? [])];
}

function startBaseline() {
  return wrap<Baseline>(new Worker(new URL('./baseline.worker.ts', import.meta.url), { type: 'module' }));
}

function startEcho() {
  return wrap<Echo>(new Worker(new URL('./echo.worker.ts', import.meta.url), { type: 'module' }));
}

function startCompanionClient() {
  return wrap<CompanionClient>(new Worker(new URL('./companion.worker.ts', import.meta.url), { type: 'module' }));
}

function startTextSession() {
  return wrap<TimedTextSession>(new Worker(new URL('./text-session.worker.ts', import.meta.url), { type: 'module' }));
}

/**
 * Sends a tensor to the worker and back.
 * @returns the tensor, with the same buffer, and the elapsed milliseconds
 */
async function measureRoundTrip(echo: Remote<Echo>, tensor: Tensor): Promise<[Tensor, number]> {
  const tensors = { tensor };
  const startMs = performance.now();
  const returned = await echo.run(transfer(tensors, listBuffers(tensors)));
  return [returned.tensor ?? tensor, performance.now() - startMs];
}

/** The app's bridge to its workers, exposed to the script that drives this page. */
export const lab = {
  measureDeviceProfile,
  listInputFiles,
  imagenetLabels,
  openSession,
  openTextSession,
  measureRoundTrip,
  createSeededInputs,
  startBaseline,
  startCompanionClient,
  startEcho,
  startTextSession,
  StoreHandle,
  testForecasts,
  timeHallmarks,
};
type Lab = typeof lab;

declare global {
  var lab: Lab;
}

globalThis.lab = lab;
