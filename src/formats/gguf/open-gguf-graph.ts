import type { ByteSource } from '#core/model/model.ts';
import type { GraphNode } from '#graph/model-graph.ts';
import type { OpenGraph } from '../format.ts';
import { FileSlice } from '../file-slice.ts';
import { openBlockValues } from '../stored-values.ts';
import { dequantise, isDequantisable } from './blocks/dequantise.ts';
import { ggmlTypesByName } from './ggml-types.ts';
import type { GgufTensor } from './read-gguf-header.ts';

/** A tensor and the file that contains it. */
export interface PlacedTensor extends GgufTensor {
  readonly source: ByteSource;
}

const embedding = 'token_embd';
/** The name of the output layer in `ModelFacts.nodes`. */
const output = 'output';

/** `blk.0.attn_q.weight` is in block 0; a prefix marks an encoder or projector in the same file. */
const blockPattern = /^(?:\w+\.)?blk\.\d+/;

/**
 * Opens the layers of a model as a chain: the file has no graph, but llama.cpp runs the blocks in numerical order,
 * after the embedding and before the output. The operations within a layer are not included.
 * @param costs the operations per token of each layer, by its name in `ModelFacts.nodes`
 */
export function openGgufGraph(tensors: readonly PlacedTensor[], costs: ReadonlyMap<string, number | null>): OpenGraph {
  const layers = [...Map.groupBy(tensors.keys(), (index) => getLayerName(tensors[index]!.name))].sort(
    ([a], [b]) => getLayerOrder(a) - getLayerOrder(b),
  );
  const values = tensors.map(({ name, type, dims, parameters, bytes }) => ({
    name,
    dtype: type,
    shape: dims.toReversed(),
    constant: { parameters, bytes },
  }));
  const activations = layers.slice(1).map(() => ({ name: '', dtype: 'unknown', shape: null, constant: null }));
  const nodes = layers.map(([name, indices], layer): GraphNode => ({
    name,
    operator: 'Layer',
    scope: [],
    inputs: [...(layer > 0 ? [values.length + layer - 1] : []), ...indices],
    outputs: layer < layers.length - 1 ? [values.length + layer] : [],
    flops: costs.get(name) ?? null,
    activationBytes: null,
  }));
  return {
    graph: { nodes, values: [...values, ...activations], inputs: [], outputs: [] },
    formatAttributes: () => [],
    openWeight: async (index) => {
      const tensor = tensors[index];
      if (!tensor || !isDequantisable(tensor.type)) return null;
      const { type, source, start, bytes, parameters } = tensor;
      const { bytes: blockBytes } = ggmlTypesByName[type];
      const decode = (blocks: Uint8Array) => dequantise(type, blocks);
      return openBlockValues(new FileSlice(source, start, bytes), { elements: parameters, blockBytes, decode });
    },
  };
}

/** Returns the layer that a tensor belongs to: its block, the embedding or the output. */
function getLayerName(name: string): string {
  const [block] = blockPattern.exec(name) ?? [];
  if (block !== undefined) return block;
  return /^(token_embd|token_types|position_embd)/.test(name) ? embedding : output;
}

/** Sorts the embedding first, then the blocks by number (a decoder's after an encoder's), and the output last. */
function getLayerOrder(layer: string): number {
  if (layer === embedding) return -1;
  if (layer === output) return Infinity;
  return Number(/\d+$/.exec(layer)?.[0] ?? 0) + (layer.startsWith('dec.') ? 1e6 : 0);
}
