import { listSupportedSettings } from '#core/engine/engine-settings.ts';
import { devices, engines } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { ReferenceId } from '#core/report/tensor-report.ts';
import type { OpenOptions, Runtime, SessionFacts } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { toReferences } from './tensor-agreement.ts';
import type { ComputedReferences } from '../measure/measure-session.ts';
import { maxReopenBytes } from '../method.ts';
import { sumModelBytes } from '../model/model-size.ts';

/** A second run of a model, whose outputs are the reference. */
interface ReferenceRun {
  readonly name: ReferenceId;
  readonly options: OpenOptions;
  /** The maximum size of a model for this run. */
  readonly maxBytes: number;
}

/**
 * R22: finds the reference of a model without stored outputs: the same model on wasm. A run on wasm is compared with the
 * same engine without graph optimisation, which detects faulty optimisations, and with the same number of threads, which
 * an engine cannot change during the lifetime of its worker. `null` if the run equals the reference, or if the engine has
 * no optimisation levels. A native run is compared with onnxruntime on the CPU in the same way; `BenchCallbacks.reload`
 * returns that engine.
 */
export function findReferenceRun(
  { engine, graphOptimisation, provider }: BenchRequest,
  { device }: SessionFacts,
): ReferenceRun | null {
  if (devices[device].host === 'companion') {
    if (!engines[engine].formats.includes('onnx')) return null;
    const isOnCpu = engine === 'ort' && device === 'cpu' && (provider ?? 'cpu') === 'cpu';
    if (!isOnCpu) return { name: 'this-device-cpu', options: { devices: ['cpu'] }, maxBytes: Infinity };
    if (graphOptimisation === 'disabled') return null;
    const options = { devices: ['cpu'], graphOptimisation: 'disabled' } as const;
    return { name: 'this-device-cpu-unoptimised', options, maxBytes: maxReopenBytes };
  }
  if (device !== 'wasm') return { name: 'this-device-wasm', options: { devices: ['wasm'] }, maxBytes: Infinity };
  if (graphOptimisation === 'disabled' || !listSupportedSettings(engine, device).includes('graphOptimisation'))
    return null;
  const options = { devices: ['wasm'], graphOptimisation: 'disabled' } as const;
  return { name: 'this-device-wasm-unoptimised', options, maxBytes: maxReopenBytes };
}

/**
 * Computes the reference outputs for `inputs`, which the caller keeps. Never throws: if the computation fails, the
 * measured speed is reported without agreement.
 */
export async function computeReferences(
  { name, options, maxBytes }: ReferenceRun,
  inputs: Tensors,
  reload: () => Promise<readonly [Runtime, ModelFiles]>,
): Promise<ComputedReferences> {
  try {
    const [runtime, model] = await reload();
    if (sumModelBytes(model) > maxBytes) return { unavailable: 'model-too-large' };
    const session = await runtime.open(model, options);
    try {
      return toReferences(name, await session.run(inputs));
    } finally {
      await session.close();
    }
  } catch (error) {
    const { facts, message } = asAppError(error);
    return { unavailable: `reference-failed: ${facts.reason ?? facts['why'] ?? message}` };
  }
}
