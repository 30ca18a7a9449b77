import type { ModelFacts, NodeFacts } from '#core/model/model-facts.ts';
import type { Coverage, NodePlacement } from './coverage.ts';
import kernels from './ort-kernels.json' with { type: 'json' };
import { isClassicalMl, findRow, findMissingKernelReason, type KernelTable } from './kernel-table.ts';
import { findWebnnReason } from './webnn-operators.ts';

const table: KernelTable = kernels;

/** The engine computes a node when it opens the model if all its inputs are stored, except for these operators. */
const notFolded: ReadonlySet<string> = new Set(['QuantizeLinear', 'DequantizeLinear', 'RandomNormal', 'RandomUniform']);

/** Where onnxruntime-web runs each node of an ONNX graph whose execution provider is `provider`. */
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
    return { name, operator, place: isMissing && !hasGraph(operator) ? null : 'wasm', reason };
  });
  return {
    target: { engine: 'ort', place: provider },
    nodes,
    copies: provider === 'wasm' ? null : countCopies(facts, nodes, opset),
    basis: provider === 'webnn' ? 'published' : 'tested',
  };
}

/** Operators that run a subgraph. They are not in the table: the engine runs the node itself on the CPU. */
function hasGraph(operator: string): boolean {
  return /^(Loop|Scan|SequenceMap)$/.test(operator);
}

function findUnsupportedReason(node: NodeFacts, provider: 'wasm' | 'webgpu' | 'webnn', opset: number) {
  if (hasGraph(node.operator)) return provider === 'wasm' ? null : ({ code: 'operator' } as const);
  return provider === 'webnn'
    ? findWebnnReason(node.operator, opset)
    : findMissingKernelReason(table, node, provider, opset);
}

function isFolded({ operator, values }: NodeFacts, stored: ReadonlySet<string>): boolean {
  if (operator === 'Constant') return true;
  if (!values || values.inputs.length === 0 || notFolded.has(operator) || hasGraph(operator) || operator === 'If')
    return false;
  return values.inputs.every(({ name, isStored }) => name === '' || isStored === true || stored.has(name));
}

/** Values that a node reads from a memory other than the one they were computed in; each is copied once. */
function countCopies({ nodes }: ModelFacts, placements: readonly NodePlacement[], opset: number) {
  const onDevice = new Map<string, boolean>();
  const copied = { in: new Set<string>(), out: new Set<string>() };
  for (const [nodeIndex, { operator, values }] of nodes.entries()) {
    const { place } = placements[nodeIndex]!;
    if (place === 'folded') continue;
    const row = place === 'webgpu' ? findRow(table, operator, opset) : null;
    for (const [index, { name }] of (values?.inputs ?? []).entries()) {
      const isRead = place !== 'wasm' && !row?.hostInputs?.includes(index);
      const from = onDevice.get(name);
      if (from !== undefined && from !== isRead) copied[isRead ? 'in' : 'out'].add(name);
    }
    for (const [index, { name }] of (values?.outputs ?? []).entries())
      onDevice.set(name, place !== 'wasm' && !row?.hostOutputs?.includes(index));
  }
  return { in: copied.in.size, out: copied.out.size };
}
