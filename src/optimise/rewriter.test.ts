import { expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { attributeTypes, createMessage, type Graph, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { Rewriter } from './rewriter.ts';

/** y = Relu(x) + w, and z from a branch that reads w and the hidden value. */
function sample(): { readonly model: OnnxModel; readonly graph: Graph } {
  const builder = createGraphBuilder('sample');
  const w = builder.weights('w', [2], Float32Array.of(1, 2));
  builder.weights('unread', [1], Float32Array.of(3));
  const hidden = builder.node('Relu', [builder.input('x', 'float32', [2])], {}, 'hidden');
  builder.output(builder.node('Add', [hidden, w], {}, 'y'), 'float32', [2]);
  builder.output(builder.node('If', [builder.input('c', 'bool', [1])], {}, 'z'), 'float32', [2]);
  const model = builder.model(17);
  const graph = model.graph!;
  const inner = createMessage('Node', { name: 'inside', opType: 'Mul', inputs: ['hidden', 'w'], outputs: ['inner'] });
  const branch = createMessage('Graph', { name: 'then', nodes: [inner] });
  graph.nodes[2]!.attributes.push(
    createMessage('Attribute', { name: 'then_branch', type: attributeTypes.graph, graph: branch }),
  );
  return { model, graph };
}

test('counts nodes that read a value in a subgraph as its consumers', () => {
  const graph = new Rewriter(sample().model);
  expect(graph.findConsumers('hidden').map(({ opType }) => opType)).toEqual(['Add', 'If']);
  expect(graph.findProducer('hidden')?.opType).toBe('Relu');
  expect(graph.findProducer('x')).toBeUndefined();
  expect([graph.isOutput('y'), graph.isOutput('hidden')]).toEqual([true, false]);
});

test('reserves names that are unique among values, nodes and initializers, subgraphs included', () => {
  const graph = new Rewriter(sample().model);
  const expected = ['x', 'w', 'hidden', 'inner', 'inside', 'new', 'new'];
  const actual = expected.map((name) => graph.reserveName(name)).join();
  expect(actual).toBe('x_1,w_1,hidden_1,inner_1,inside_1,new,new_1');
});

test('puts replacement nodes in the position of the original, and can replace them again', () => {
  const { model, graph } = sample();
  const rewriter = new Rewriter(model);
  const [relu, add] = graph.nodes;
  const replacements = [
    createMessage('Node', { opType: 'Neg', inputs: ['x'], outputs: ['n'] }),
    createMessage('Node', { opType: 'Abs', inputs: ['n'], outputs: ['hidden'] }),
  ] as const;
  rewriter.replace(relu!, replacements);
  const sigmoid = createMessage('Node', { opType: 'Sigmoid', inputs: ['n'], outputs: ['hidden'] });
  rewriter.replace(replacements[1], [sigmoid]);
  expect(rewriter.findProducer('hidden')).toBe(sigmoid);
  expect(rewriter.findConsumers('x')).toEqual([replacements[0]]);
  rewriter.commit();
  expect(graph.nodes).toEqual([replacements[0], sigmoid, add, graph.nodes.at(-1)]);
});

test('removes an initializer with its last consumer, but keeps one that never had consumers', () => {
  const { model, graph } = sample();
  const rewriter = new Rewriter(model);
  const [, add, branch] = graph.nodes;
  rewriter.replace(add!, [createMessage('Node', { opType: 'Identity', inputs: ['hidden'], outputs: ['y'] })]);
  rewriter.commit();
  expect(graph.initializers.map(({ name }) => name)).toEqual(['w', 'unread']);
  rewriter.replace(branch!, [createMessage('Node', { opType: 'Identity', inputs: ['hidden'], outputs: ['z'] })]);
  rewriter.commit();
  expect(graph.initializers.map(({ name }) => name)).toEqual(['unread']);
});

test('reads only initializers as constants', async () => {
  const graph = new Rewriter(sample().model);
  expect(await graph.readNumbers('w', 'float32')).toEqual([1, 2]);
  expect(await graph.readNumbers('w', 'int32')).toBeNull();
  expect(await graph.readConstant('hidden')).toBeNull();
  const added = graph.addInitializer('w', { dtype: 'int64', shape: [1], data: BigInt64Array.of(5n) });
  expect([added, await graph.readNumbers(added, 'int64')]).toEqual(['w_1', [5]]);
});
