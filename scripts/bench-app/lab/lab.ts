import { transfer, wrap, type Remote } from 'comlink';
import { seededInputs } from '#bench/seeded-inputs.ts';
import { openSession } from '#bridge/handle.ts';
import { StoreHandle } from '#bridge/store-handle.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import { buffersOf } from '#bridge/transfer.ts';
import type { Tensor } from '#core/tensor.ts';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import type { Bare } from './bare.worker.ts';
import type { Echo } from './echo.worker.ts';
import { deviceProfile, testForecasts } from './forecasts.ts';
import type { TimedTextSession } from './text-session.worker.ts';

/** The files that the measuring script put in. */
function files(): File[] {
  return [...(document.querySelector('input')?.files ?? [])];
}

function startBare() {
  return wrap<Bare>(new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' }));
}

function startEcho() {
  return wrap<Echo>(new Worker(new URL('./echo.worker.ts', import.meta.url), { type: 'module' }));
}

function startTextSession() {
  return wrap<TimedTextSession>(new Worker(new URL('./text-session.worker.ts', import.meta.url), { type: 'module' }));
}

/** To the worker and back. @returns the tensor, whose buffer is the one that was given, and the time taken */
async function roundTrip(echo: Remote<Echo>, tensor: Tensor): Promise<[Tensor, number]> {
  const tensors = { tensor };
  const startMs = performance.now();
  const back = await echo.run(transfer(tensors, buffersOf(tensors)));
  return [back.tensor ?? tensor, performance.now() - startMs];
}

/** The app's border to its workers, within reach of a script that drives this page. */
export const lab = {
  deviceProfile,
  files,
  imagenetLabels,
  openSession,
  openTextSession,
  roundTrip,
  seededInputs,
  startBare,
  startEcho,
  startTextSession,
  StoreHandle,
  testForecasts,
};
type Lab = typeof lab;

declare global {
  var lab: Lab;
}

globalThis.lab = lab;
