import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { GraphNode } from '#graph/model-graph.ts';
import { splitScopes, findScopeSeparator } from '#graph/module-tree.ts';
import { countElements } from '#graph/weight-counts.ts';
import type { OpenGraph } from '../format.ts';
import { FileSlice } from '../file-slice.ts';
import { openStoredValues } from '../stored-values.ts';
import { countTensorBytes, findWeights, computeNodeCosts } from './tflite-cost.ts';
import { readModel, type Subgraph, type TfliteModel } from './tflite-model.ts';
import { formatOptions } from './operator-options.ts';
import { parseSparse } from './sparse-bytes.ts';

/** Names a node after its first output: TFLite nodes have no names. An output of a fused node lists several names. */
const getOperatorName = (subgraph: Subgraph, outputs: readonly number[]): string =>
  (subgraph.tensors[outputs[0] ?? -1]?.name ?? '').split(';')[0]!;

/** Opens the graph of a model: its first subgraph, and the others in separate modules, without edges between them. */
export function openTfliteGraph(model: TfliteModel, source: ByteSource): OpenGraph {
  const [main] = model.subgraphs;
  const parts = model.subgraphs.map((subgraph, index) => {
    const constants = findWeights(subgraph, model);
    const firstTensor = model.subgraphs.slice(0, index).reduce((sum, { tensors }) => sum + tensors.length, 0);
    return { subgraph, constants, firstTensor, scope: index === 0 ? [] : [`${index}`] };
  });
  const names = model.subgraphs.flatMap((part) => part.operators.map(({ outputs }) => getOperatorName(part, outputs)));
  const separator = findScopeSeparator(names);
  const attributes = model.subgraphs.flatMap((part) => part.operators.map(formatOptions));
  const tensors = model.subgraphs.flatMap((part) => part.tensors);
  return {
    graph: {
      nodes: parts.flatMap(({ subgraph, constants, firstTensor, scope: subgraphScope }) => {
        const costs = computeNodeCosts(subgraph, constants);
        const shiftIndices = (values: readonly number[]) =>
          values.map((value) => (value < 0 ? -1 : value + firstTensor));
        return subgraph.operators.map(({ type, inputs, outputs }, index): GraphNode => {
          const name = getOperatorName(subgraph, outputs);
          const { flops = null, activationBytes = null } = costs[index] ?? {};
          const scope = [...subgraphScope, ...splitScopes(name, separator)];
          return {
            name,
            operator: type,
            scope,
            inputs: shiftIndices(inputs),
            outputs: shiftIndices(outputs),
            flops,
            activationBytes,
          };
        });
      }),
      values: parts.flatMap(({ subgraph, constants }) =>
        subgraph.tensors.map((tensor, index) => ({
          name: tensor.name,
          dtype: tensor.dtype,
          shape: tensor.signature.map((size) => (size < 0 ? null : size)),
          constant: constants.has(index)
            ? { parameters: countElements(tensor.shape, 'tflite'), bytes: countTensorBytes(tensor) }
            : null,
        })),
      ),
      inputs: main?.inputs ?? [],
      outputs: main?.outputs ?? [],
    },
    formatAttributes: (node) => attributes[node] ?? [],
    openWeight: async (value) => {
      const tensor = tensors[value];
      if (!tensor) return null;
      // The tables of buffers are scattered between the weights, so they are read on demand.
      const location = await parseSparse(source, (bytes) => readModel(bytes).locateBuffer(tensor.buffer));
      if (!location) return null;
      const expectedBytes = countTensorBytes(tensor);
      if (location.length < expectedBytes)
        throw createCorruptModelError('tflite', {
          reason: 'weights-cut-off',
          sizeBytes: location.length,
          expectedBytes,
        });
      const slice = new FileSlice(source, location.start, location.length);
      return openStoredValues(tensor.dtype, countElements(tensor.shape, 'tflite'), slice);
    },
  };
}
