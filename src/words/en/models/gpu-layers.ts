import type { GpuLayers } from '#planner/gpu-layers.ts';
import { format } from '../format.ts';

/** Layers of a language model for the memory of a GPU, of `assay fit`. */
export const gpuLayers = {
  recommendation: ({ layers, of, usedBytes, contextLength }: GpuLayers & { readonly contextLength: number }) =>
    `${format.whole(layers)} of ${format.whole(of)} layers fit on the GPU with ${format.whole(contextLength)} tokens of context: --gpu-layers ${layers}. Their weights, KV cache and attention need ${format.bytes(usedBytes)}; other buffers of llama.cpp are not counted.`,
};
