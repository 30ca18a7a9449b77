import { wrap } from 'comlink';
import { seededInputs } from '#bench/seeded-inputs.ts';
import { openSession } from '#bridge/handle.ts';
import { StoreHandle } from '#bridge/store-handle.ts';
import type { Bare } from './bare.worker.ts';

/** The files that the measuring script put in. */
function files(): File[] {
  return [...(document.querySelector('input')?.files ?? [])];
}

function startBare() {
  return wrap<Bare>(new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' }));
}

/** The app's border to its workers, within reach of a script that drives this page. */
export const lab = { files, openSession, seededInputs, startBare, StoreHandle };
export type Lab = typeof lab;

Object.assign(globalThis, { lab });
