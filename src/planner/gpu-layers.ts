import type { ModelFacts } from '#core/model/model-facts.ts';

/** llama.cpp stores keys and values as 16-bit floats, and the scores of up to 512 prompt tokens as 32-bit floats. */
const cacheElementBytes = 2;
const promptBatch = 512;
const scoreBytes = 4;

/** How many layers of a language model fit into the memory of a GPU; llama.cpp runs the others on the CPU. */
export interface GpuLayers {
  /** For `--gpu-layers`: 0 if not even one fits. */
  readonly layers: number;
  /** All layers, with the output layer, as llama.cpp counts them. */
  readonly of: number;
  /** Weights and KV cache of these layers, and the scores of attention, which flash attention does not store. */
  readonly usedBytes: number;
}

/**
 * The output layer first and then the last layers, in the order in which llama.cpp moves them to a GPU. Other buffers of
 * llama.cpp and memory that the system uses are not known here.
 * @param gpuBytes the memory that is free on the GPU
 * @returns `null` if the header does not state the layers or the size of their cache
 */
export function recommendGpuLayers(
  { nodes, architecture }: Pick<ModelFacts, 'nodes' | 'architecture'>,
  contextLength: number,
  gpuBytes: number,
): GpuLayers | null {
  const { cacheElementsPerToken, heads } = architecture;
  const output = nodes.filter(({ name }) => name === 'output');
  const blocks = nodes.filter(({ name }) => name !== 'output');
  if (blocks.length === 0 || cacheElementsPerToken === null) return null;
  const cachePerBlock = (cacheElementsPerToken * contextLength * cacheElementBytes) / blocks.length;
  const needs = [
    output.reduce((sum, { weightBytes }) => sum + weightBytes, 0),
    ...blocks.toReversed().map(({ weightBytes }) => weightBytes + cachePerBlock),
  ];
  let usedBytes = (heads ?? 0) * contextLength * promptBatch * scoreBytes;
  let layers = 0;
  while (layers < needs.length && usedBytes + needs[layers]! <= gpuBytes) usedBytes += needs[layers++]!;
  return { layers, of: needs.length, usedBytes: layers === 0 ? 0 : usedBytes };
}
