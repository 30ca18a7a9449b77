import type { ModelFacts } from '#core/model/model-facts.ts';

/** llama.cpp stores keys and values as 16-bit floats, and the scores of up to 512 prompt tokens as 32-bit floats. */
const cacheElementBytes = 2;
const promptBatch = 512;
const scoreBytes = 4;

/** The number of layers of a language model that fit in GPU memory. llama.cpp runs the others on the CPU. */
export interface GpuLayers {
  /** The value for `--gpu-layers`; 0 if none fits. */
  readonly layers: number;
  /** The total number of layers including the output layer, as llama.cpp counts them. */
  readonly of: number;
  /**
   * Memory of the weights and KV cache of these layers, and of attention scores (which flash attention does not store).
   */
  readonly usedBytes: number;
}

/**
 * Recommends the number of GPU layers, in the order in which llama.cpp offloads them: the output layer, then the last
 * layers. Other buffers of llama.cpp and of the system are not included.
 * @param gpuBytes the free GPU memory
 * @returns `null` if the header does not specify the layers or the size of their cache
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
  const layerBytes = [
    output.reduce((sum, { weightBytes }) => sum + weightBytes, 0),
    ...blocks.toReversed().map(({ weightBytes }) => weightBytes + cachePerBlock),
  ];
  let usedBytes = (heads ?? 0) * contextLength * promptBatch * scoreBytes;
  let layers = 0;
  while (layers < layerBytes.length && usedBytes + layerBytes[layers]! <= gpuBytes) usedBytes += layerBytes[layers++]!;
  return { layers, of: layerBytes.length, usedBytes: layers === 0 ? 0 : usedBytes };
}
