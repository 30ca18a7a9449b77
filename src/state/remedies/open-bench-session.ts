import { chooseRunSizes } from '#bench/inputs/run-sizes.ts';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { Setup } from '#remedies/remedy.ts';
import { createBenchInputs } from '../bench/bench-inputs.ts';
import { isInCompanion, requireCompanionAccess } from '../companion/open-in-companion.ts';
import { toSubject, type ModelSelection } from '../run/open-model.svelte.ts';

/** A model and how it is opened. */
export interface OpenableModel {
  readonly model: ModelSelection['model'];
  readonly setup: Setup;
}

/** An open model, without a task, and generated inputs for it. The caller closes it. */
export interface BenchSession {
  readonly handle: SessionHandle;
  readonly dimensions: Dimensions;
  readonly inputs: Tensors;
}

/** @throws any error of `openSession`; input-invalid if an input cannot be generated */
export async function openBenchSession({ model, setup }: OpenableModel, signal: AbortSignal): Promise<BenchSession> {
  const { engine, device, threads, settings } = setup;
  const options = { devices: [device], ...(threads !== null && { threads }), ...settings };
  const companion = isInCompanion(device) && { companion: requireCompanionAccess };
  const subject = toSubject(model);
  const handle = await openSession({ subject, engine, options, ...companion }, { signal });
  try {
    const dimensions = chooseRunSizes({ subject, dimensions: setup.dimensions }, handle.opened.facts);
    return { handle, dimensions, inputs: createBenchInputs(subject, handle.opened.facts, dimensions) };
  } catch (thrown) {
    handle.close();
    throw thrown;
  }
}
