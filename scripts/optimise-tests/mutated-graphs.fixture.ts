import type { Tensors } from '#core/engine/tensor.ts';
import { createSeededRandom } from '#core/random.ts';
import { createFloats, createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { createTensorProto } from '#formats/onnx/tensor-proto.ts';

type Random = () => number;

const drawInteger = (random: Random, below: number) => Math.floor(random() * below);
const pick = <T>(random: Random, list: readonly T[]): T | undefined => list[drawInteger(random, list.length)];
const drawFloats = (random: Random, count: number) => Float32Array.from({ length: count }, () => random() - 0.5);

/** A small image, which every seed graph has as its input. */
export const mutationInputs: Tensors = {
  x: { dtype: 'float32', shape: [1, 4, 6, 6], data: drawFloats(createSeededRandom(1), 144) },
};

/** A graph to which every pass and scheme applies: a small image network with attention. */
function buildSeedGraph(random: Random): OnnxModel {
  const builder = createGraphBuilder('seed');
  const weights = (name: string, ...shape: number[]) =>
    builder.weights(
      name,
      shape,
      drawFloats(
        random,
        shape.reduce((a, b) => a * b, 1),
      ),
    );
  const x = builder.input('x', 'float32', ['n', 4, 6, 6]);
  const conv = builder.node('Conv', [x, weights('filter', 8, 4, 1, 1), weights('bias', 8)]);
  const variance = builder.weights('variance', [8], new Float32Array(8).fill(0.7));
  const parameters = [weights('scale', 8), weights('shift', 8), weights('mean', 8), variance];
  const normalised = builder.node('BatchNormalization', [conv, ...parameters], { epsilon: createFloats(0.01) });
  const relu = builder.node('Relu', [normalised]);
  const depthwise = builder.node('Conv', [relu, weights('depthwise', 8, 1, 3, 3)], { group: 8, pads: [1, 1, 1, 1] });
  const sum = builder.node('Add', [builder.node('Identity', [depthwise]), relu]);
  const turned = builder.node('Transpose', [builder.node('Transpose', [sum], { perm: [0, 2, 3, 1] })], {
    perm: [0, 1, 2, 3],
  });
  const batch = builder.node('Gather', [builder.node('Shape', [turned]), builder.integers('first', [0])]);
  const shape = builder.node('Concat', [batch, builder.integers('rest', [-1, 8])], { axis: 0 });
  const rows = builder.node('Reshape', [turned, shape]);
  const product = builder.node('Add', [builder.node('MatMul', [rows, weights('w', 8, 32)]), weights('b', 32)]);
  const scores = builder.node('Softmax', [builder.node('MatMul', [product, weights('v', 32, 8)])], { axis: -1 });
  const constant = builder.node('Mul', [weights('one', 8), weights('two', 8)]);
  const heads = builder.integers('heads', [0, 0, 2, 4]);
  const project = (name: string, perm: readonly number[]) =>
    builder.node('Transpose', [builder.node('Reshape', [builder.node('MatMul', [rows, weights(name, 8, 8)]), heads])], {
      perm,
    });
  const query = project('query', [0, 2, 1, 3]);
  const similarity = builder.node('MatMul', [query, project('key', [0, 2, 3, 1])]);
  const scaled = builder.node('Mul', [similarity, builder.weights('half', [], Float32Array.of(0.5))]);
  const attended = builder.node('MatMul', [
    builder.node('Softmax', [scaled], { axis: -1 }),
    project('value', [0, 2, 1, 3]),
  ]);
  const joined = builder.node('Transpose', [attended], { perm: [0, 2, 1, 3] });
  const attention = builder.node('Reshape', [joined, builder.integers('width', [0, 0, 8])]);
  const gated = builder.node('Add', [builder.node('Mul', [scores, constant]), rows]);
  builder.output(builder.node('Add', [gated, attention], {}, 'y'), 'float32', ['n', 'm', 8]);
  return builder.model(17);
}

/** One change to a model. Most changed models still load; some are invalid. */
const mutations: readonly ((model: OnnxModel, random: Random) => void)[] = [
  // An input of a node is another value of the graph, possibly a later one.
  ({ graph }, random) => {
    const node = pick(random, graph!.nodes);
    const values = graph!.nodes.flatMap(({ outputs }) => outputs).concat(graph!.initializers.map(({ name }) => name));
    if (node) node.inputs = node.inputs.with(drawInteger(random, node.inputs.length), pick(random, values) ?? 'x');
  },
  // A node's output gets a second consumer, which is an output of the graph.
  ({ graph }, random) => {
    const value = pick(random, graph!.nodes)?.outputs[0];
    if (value === undefined || graph!.outputs.some(({ name }) => name === value)) return;
    graph!.outputs.push(createMessage('ValueInfo', { name: value, type: graph!.outputs[0]!.type! }));
    graph!.outputs.at(-1)!.type = createMessage('Type', {
      tensor: createMessage('TensorType', { elementType: 1 }),
    });
  },
  // A weight is an input with a default, or an output.
  ({ graph }, random) => {
    const tensor = pick(random, graph!.initializers);
    const list = random() < 0.5 ? graph!.inputs : graph!.outputs;
    if (!tensor || list.some(({ name }) => name === tensor.name)) return;
    const dims = tensor.dims.map((value) => createMessage('Dimension', { value }));
    const shape = createMessage('Shape', { dims });
    const type = createMessage('Type', {
      tensor: createMessage('TensorType', { elementType: tensor.dataType, shape }),
    });
    list.push(createMessage('ValueInfo', { name: tensor.name, type }));
  },
  // A node is duplicated with another output, or removed.
  ({ graph }, random) => {
    const at = drawInteger(random, graph!.nodes.length);
    const node = graph!.nodes[at]!;
    const copy = createMessage('Node', { ...node, name: '', outputs: node.outputs.map((name) => `${name}/again`) });
    graph!.nodes = random() < 0.7 ? graph!.nodes.toSpliced(at, 0, copy) : graph!.nodes.toSpliced(at, 1);
  },
  // Two nodes share a weight tensor, or one tensor has the values of another.
  ({ graph }, random) => {
    const [a, b] = [pick(random, graph!.initializers), pick(random, graph!.initializers)];
    if (a && b) graph!.initializers = graph!.initializers.with(graph!.initializers.indexOf(a), { ...b, name: a.name });
  },
  // Weights that are not finite, are 0, or are huge.
  ({ graph }, random) => {
    const tensor = pick(
      random,
      graph!.initializers.filter(({ dataType }) => dataType === 1),
    );
    if (!tensor) return;
    const value = pick(random, [Number.NaN, Infinity, 0, 1e30, 1e-30, 70_000])!;
    const data = new Float32Array(tensor.dims.reduce((a, b) => a * b, 1));
    data.fill(value, 0, random() < 0.5 ? 1 : data.length);
    const filled = createTensorProto(tensor.name, { dtype: 'float32', shape: tensor.dims, data });
    graph!.initializers = graph!.initializers.with(graph!.initializers.indexOf(tensor), filled);
  },
  // Another attribute.
  ({ graph }, random) => {
    const node = pick(random, graph!.nodes);
    const attribute = node && pick(random, node.attributes);
    if (!attribute) return;
    const value = BigInt(drawInteger(random, 4));
    const changed =
      attribute.ints.length > 0
        ? { ...attribute, ints: attribute.ints.with(drawInteger(random, attribute.ints.length), value) }
        : { ...attribute, int: value };
    node.attributes = node.attributes.map((entry) => (entry === attribute ? changed : entry));
  },
  // Another operator with the same inputs.
  ({ graph }, random) => {
    const node = pick(random, graph!.nodes);
    if (node) node.opType = pick(random, ['Add', 'Mul', 'MatMul', 'Relu', 'Identity', 'Transpose', 'Sub'])!;
  },
  // Another version of the operators; an older file.
  (model, random) => {
    model.opsetImports[0]!.version = 9 + drawInteger(random, 12);
  },
  // The declared type or shape of an inner value is wrong.
  ({ graph }, random) => {
    const name = pick(random, graph!.nodes)?.outputs[0] ?? '';
    const dims = [1, 2, 3].map((value) => createMessage('Dimension', { value }));
    const tensor = createMessage('TensorType', { elementType: 1, shape: createMessage('Shape', { dims }) });
    graph!.valueInfos.push(createMessage('ValueInfo', { name, type: createMessage('Type', { tensor }) }));
  },
];

/**
 * A graph with up to three changes.
 * @param seed the same seed gives the same graph
 */
export function buildMutatedGraph(seed: number): OnnxModel {
  const random = createSeededRandom(seed);
  const model = buildSeedGraph(random);
  const count = 1 + drawInteger(random, 3);
  for (let done = 0; done < count; done++) pick(random, mutations)!(model, random);
  return model;
}
