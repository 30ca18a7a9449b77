import { computeSha256Hex } from '#core/encoding/sha256.ts';
import type { Attribute, Node, TensorProto } from '#formats/onnx/onnx-model.ts';
import { readTensor } from '#formats/onnx/tensor-proto.ts';
import { isDeterministic, isStandard, listDirectSubgraphs } from '../nodes.ts';
import type { Rewriter } from '../rewriter.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Merges initializers with the same values, and standard nodes with the same operator, attributes and inputs.
 *
 * Facts: `initializers` and `nodes`, the numbers removed.
 */
export const commonSubexpressions: Step = {
  id: 'common-subexpressions',
  async apply(graph, { signal }) {
    const initializers = await mergeInitializers(graph, signal);
    const firstByKey = new Map<string, Node>();
    let nodes = 0;
    for (const node of graph.nodes) {
      if (!isMergeable(node) || node.outputs.some((output) => graph.isOutput(output))) continue;
      // The key is computed late, because earlier merges rename inputs.
      const key = formatNodeKey(node);
      const equalNode = firstByKey.get(key);
      if (!equalNode) {
        firstByKey.set(key, node);
        continue;
      }
      if (
        !node.outputs.every((output, index) => output === '' || graph.reroute(output, equalNode.outputs[index] ?? ''))
      )
        continue;
      graph.replace(node, []);
      nodes++;
    }
    return reportRewritten({ initializers, nodes });
  },
};

async function mergeInitializers(graph: Rewriter, signal: AbortSignal | undefined): Promise<number> {
  const candidates = graph.initializers.filter(({ name }) => graph.findStored(name) && !graph.isOutput(name));
  const groups = Map.groupBy(candidates, ({ dataType, dims }) => `${dataType} ${dims.join()}`);
  let mergedCount = 0;
  for (const tensors of groups.values()) {
    if (tensors.length < 2) continue;
    const firstByDigest = new Map<string, string>();
    for (const tensor of tensors) {
      signal?.throwIfAborted();
      const digest = await digestTensor(tensor);
      if (digest === null) continue;
      const equalTensor = firstByDigest.get(digest);
      if (equalTensor === undefined) firstByDigest.set(digest, tensor.name);
      else if (graph.reroute(tensor.name, equalTensor)) {
        graph.removeIfUnread(tensor.name);
        mergedCount++;
      }
    }
  }
  return mergedCount;
}

/** Returns `null` if the values cannot be compared: strings, packed types in typed fields, values in another file. */
async function digestTensor(proto: TensorProto): Promise<string | null> {
  const tensor = await readTensor(proto);
  if (!tensor || tensor.dtype === 'string') return null;
  const { buffer, byteOffset, byteLength } = tensor.data;
  return computeSha256Hex(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
}

function isMergeable(node: Node): boolean {
  return isStandard(node) && isDeterministic(node) && listDirectSubgraphs(node).length === 0 && node.outputs.length > 0;
}

function formatNodeKey({ opType, inputs, outputs, attributes }: Node): string {
  const sorted = attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(formatAttributeKey);
  return JSON.stringify([opType, inputs, outputs.map((name) => name !== ''), sorted]);
}

function formatAttributeKey(attribute: Attribute): string {
  return JSON.stringify(attribute, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array, String).join() : value;
  });
}
