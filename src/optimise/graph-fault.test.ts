import { expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { attributeTypes, createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { findGraphFault } from './graph-fault.ts';
import { runSteps } from './run-steps.ts';

/** y = Neg(Relu(x)) */
function sample(): OnnxModel {
  const builder = createGraphBuilder('sample');
  const hidden = builder.node('Relu', [builder.input('x', 'float32', [1])], {}, 'hidden');
  builder.output(builder.node('Neg', [hidden], {}, 'y'), 'float32', [1]);
  return builder.model(17);
}

test.for<[description: string, change: (model: OnnxModel) => void, fault: object | null]>([
  ['a valid graph', () => {}, null],
  [
    'a value that nothing defines',
    ({ graph }) => void (graph!.nodes[0]!.inputs = ['z']),
    { reason: 'value-missing', value: 'z' },
  ],
  [
    'nodes in the wrong order',
    ({ graph }) => void (graph!.nodes = graph!.nodes.toReversed()),
    { reason: 'nodes-unordered', value: 'hidden' },
  ],
  ['a cycle', ({ graph }) => void (graph!.nodes[0]!.inputs = ['y']), { reason: 'nodes-unordered', value: 'y' }],
  [
    'two nodes with one output',
    ({ graph }) => void (graph!.nodes[1]!.outputs = ['hidden']),
    { reason: 'value-defined-twice', value: 'hidden' },
  ],
  ['an output that nothing computes', ({ graph }) => void graph!.nodes.pop(), { reason: 'value-missing', value: 'y' }],
  [
    'operators of a domain without version',
    ({ graph }) => void (graph!.nodes[0]!.domain = 'other'),
    { reason: 'domain-missing', domain: 'other' },
  ],
])('detects the fault of %s', ([, change, fault]) => {
  const model = sample();
  change(model);
  expect(findGraphFault(model)).toEqual(fault);
});

test('a subgraph may read values of the outer graph that are computed before it, not after it', () => {
  const model = sample();
  const { nodes } = model.graph!;
  const inner = createMessage('Node', { opType: 'Abs', inputs: ['hidden'], outputs: ['inner'] });
  const graph = createMessage('Graph', { nodes: [inner], outputs: [createMessage('ValueInfo', { name: 'inner' })] });
  const branch = createMessage('Attribute', { name: 'then_branch', type: attributeTypes.graph, graph });
  nodes.splice(1, 0, createMessage('Node', { opType: 'If', inputs: ['x'], outputs: ['z'], attributes: [branch] }));
  expect(findGraphFault(model)).toBeNull();
  inner.inputs = ['y'];
  expect(findGraphFault(model)).toEqual({ reason: 'value-missing', value: 'y' });
});

test('sorts nodes in the wrong order before any step', async () => {
  const model = sample();
  model.graph!.nodes = model.graph!.nodes.toReversed();
  await runSteps(model, []);
  expect(model.graph!.nodes.map(({ opType }) => opType)).toEqual(['Relu', 'Neg']);
});

test('rejects a model with a cycle before any step', async () => {
  const model = sample();
  model.graph!.nodes[0]!.inputs = ['y'];
  await expect(runSteps(model, [])).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'graph-cycle', value: 'y' },
  });
});
