import { chooseContextLength } from '#core/engine/engine-settings.ts';
import { recommendGpuLayers, type GpuLayers } from '#planner/gpu-layers.ts';
import { UsageError } from '../command.ts';
import { inspect } from './inspect-model.ts';
import { findInspectionTarget } from './inspection-target.ts';

interface GpuLayersOptions {
  /** The free GPU memory in GiB, unparsed. */
  readonly gpuMemory: string;
  readonly hub: string | undefined;
  readonly contextLength: number | undefined;
}

/**
 * Computes how many layers of a GGUF file fit into GPU memory, from its header alone.
 * @throws UsageError | AppError from reading the header
 */
export async function fitGpuLayers(
  name: string,
  { gpuMemory, hub, contextLength }: GpuLayersOptions,
): Promise<GpuLayers & { readonly contextLength: number }> {
  const gib = Number(gpuMemory);
  if (!/^\d+(\.\d+)?$/.test(gpuMemory) || gib === 0) {
    throw new UsageError(`--gpu-memory is "${gpuMemory}"; expected a number of GiB, such as 6 or 7.5`);
  }
  const facts = await inspect(await findInspectionTarget(name, hub), {});
  const context = chooseContextLength(facts.architecture, contextLength);
  const layers = context === null ? null : recommendGpuLayers(facts, context, gib * 2 ** 30);
  if (!layers || context === null) {
    throw new UsageError(
      `--gpu-memory: the header of ${name} does not state the layers and the cache of a language model`,
    );
  }
  return { ...layers, contextLength: context };
}
