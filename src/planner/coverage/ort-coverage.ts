import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import type { Coverage, NodePlacement } from './coverage.ts';
import kernels from './ort-kernels.json' with { type: 'json' };
import { isClassicalMl, findRow, findMissingKernelReason, type KernelTable } from './kernel-table.ts';
import { findWebnnReason } from './webnn-operators.ts';

const table: KernelTable = kernels;

/** Operators that the engine does not fold when it opens a model, although all their inputs are stored. */
const unfoldedOperators: ReadonlySet<string> = new Set([
  'QuantizeLinear',
  'DequantizeLinear',
  'RandomNormal',
  'RandomUniform',
]);

/** Determines where onnxruntime-web runs each node of an ONNX graph with this execution provider. */
export function coverOrt(facts: ModelFacts, provider: 'wasm' | 'webgpu' | 'webnn'): Coverage {
  const opset = facts.opsets['ai.onnx'] ?? 1;
  const functions = new Set(facts.localFunctions);
  const storedNames = new Set<string>();
  const nodes = facts.nodes.map((node): NodePlacement => {
    const { name, operator, values } = node;
    if (isFolded(node, storedNames)) {
      for (const output of values?.outputs ?? []) storedNames.add(output.name);
      return { name, operator, place: 'folded' };
    }
    const reason = functions.has(operator) ? null : findUnsupportedReason(node, provider, opset);
    if (!reason) return { name, operator, place: provider };
    const isMissing =
      provider === 'wasm' || isClassicalMl(operator) || findMissingKernelReason(table, node, 'wasm', opset) !== null;
    return { name, operator, place: isMissing && !hasSubgraph(operator) ? null : 'wasm', reason };
  });
  return {
    target: { engine: 'ort', place: provider },
    nodes,
    copies: provider === 'wasm' ? null : countCopies(facts, nodes, opset),
    basis: provider === 'webnn' ? 'published' : 'tested',
  };
}

/** Whether an operator runs a subgraph. These are not in the table: the engine runs the node itself on the CPU. */
function hasSubgraph(operator: string): boolean {
  return /^(Loop|Scan|SequenceMap)$/.test(operator);
}

function findUnsupportedReason(node: NodeFacts, provider: 'wasm' | 'webgpu' | 'webnn', opset: number) {
  if (hasSubgraph(node.operator)) return provider === 'wasm' ? null : ({ code: 'operator' } as const);
  return provider === 'webnn'
    ? findWebnnReason(node.operator, opset)
    : findMissingKernelReason(table, node, provider, opset);
}

function isFolded({ operator, values }: NodeFacts, stored: ReadonlySet<string>): boolean {
  if (operator === 'Constant') return true;
  if (
    !values ||
    values.inputs.length === 0 ||
    unfoldedOperators.has(operator) ||
    hasSubgraph(operator) ||
    operator === 'If'
  )
    return false;
  return values.inputs.every(({ name, isStored }) => name === '' || isStored === true || stored.has(name));
}

/** Counts the values that are read in another memory than they were computed in. Each is copied once. */
function countCopies({ nodes }: ModelFacts, placements: readonly NodePlacement[], opset: number) {
  const onDevice = new Map<string, boolean>();
  const copied = { in: new Set<string>(), out: new Set<string>() };
  for (const [nodeIndex, { operator, values }] of nodes.entries()) {
    const { place } = placements[nodeIndex]!;
    if (place === 'folded') continue;
    const row = place === 'webgpu' ? findRow(table, operator, opset) : null;
    for (const [index, { name }] of (values?.inputs ?? []).entries()) {
      const readsOnDevice = place !== 'wasm' && !row?.hostInputs?.includes(index);
      const isOnDevice = onDevice.get(name);
      if (isOnDevice !== undefined && isOnDevice !== readsOnDevice) copied[readsOnDevice ? 'in' : 'out'].add(name);
    }
    for (const [index, { name }] of (values?.outputs ?? []).entries())
      onDevice.set(name, place !== 'wasm' && !row?.hostOutputs?.includes(index));
  }
  return { in: copied.in.size, out: copied.out.size };
}
