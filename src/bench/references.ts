import { settingsFor } from '#core/engine-settings.ts';
import { asAppError } from '#core/error.ts';
import type { ModelFiles } from '#core/model.ts';
import type { BenchRequest, ReferenceId } from '#core/report.ts';
import type { OpenOptions, Runtime, SessionFacts } from '#core/runtime.ts';
import type { Tensors } from '#core/tensor.ts';
import { referencesFrom } from './agreement.ts';
import type { ComputedReferences } from './measure.ts';
import { maxReopenBytes } from './method.ts';
import { modelSizeBytes } from './model-size.ts';

/** Another way to run a model, to compare outputs with. */
interface ReferenceRun {
  readonly name: ReferenceId;
  readonly options: OpenOptions;
  /** Larger models, by the bytes of their files, are not opened this way. */
  readonly maxBytes: number;
}

/**
 * R22: what a model without stored outputs is compared with: itself on wasm. A run on wasm is compared with the same
 * engine without graph optimisation, which finds what an optimisation broke; with the same threads, since an engine
 * cannot change their number while its worker lives. null: the run is that reference itself, or the engine has no
 * optimisation levels.
 */
export function referenceRunFor(
  { runtime, graphOptimisation }: BenchRequest,
  { device }: SessionFacts,
): ReferenceRun | null {
  if (device !== 'wasm') return { name: 'this-device-wasm', options: { devices: ['wasm'] }, maxBytes: Infinity };
  if (graphOptimisation === 'disabled' || !settingsFor(runtime, device).includes('graphOptimisation')) return null;
  const options = { devices: ['wasm'], graphOptimisation: 'disabled' } as const;
  return { name: 'this-device-wasm-unoptimised', options, maxBytes: maxReopenBytes };
}

/** Runs `inputs` through the reference. Where that fails, the measured speed stands, and the report says it is unchecked. */
export async function computeReferences(
  { name, options, maxBytes }: ReferenceRun,
  inputs: Tensors,
  reload: () => Promise<readonly [Runtime, ModelFiles]>,
): Promise<ComputedReferences> {
  try {
    const [engine, model] = await reload();
    if (modelSizeBytes(model) > maxBytes) return { unavailable: 'model-too-large' };
    const session = await engine.open(model, options);
    try {
      return referencesFrom(name, await session.run(inputs));
    } finally {
      await session.close();
    }
  } catch (thrown) {
    const { facts, message } = asAppError(thrown);
    return { unavailable: `reference-failed: ${facts.reason ?? facts['why'] ?? message}` };
  }
}
