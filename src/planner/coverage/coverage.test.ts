import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { summariseCoverage } from './coverage.ts';
import { estimateCoverage } from './index.ts';
import { coverOrt } from './ort-coverage.ts';

const readGraphFacts = (graph: Pick<ReturnType<typeof createGraphBuilder>, 'model'>, opset: number) =>
  readFacts(toByteSource(writeOnnx(graph.model(opset))), 'model.onnx');

/** Builds a scaled embedding lookup whose output shape is computed in int64. */
function buildLookup() {
  const graph = createGraphBuilder('look-up');
  const ids = graph.input('ids', 'int64', [1, 'length']);
  const table = graph.weights('table', [4, 2], new Float32Array(8));
  const scale = graph.node('Sqrt', [graph.weights('two', [1], Float32Array.of(2))]);
  const rows = graph.node('Gather', [table, ids]);
  const shape = graph.node('Shape', [ids]);
  const scaled = graph.node('Mul', [rows, scale]);
  graph.output(
    graph.node('Expand', [scaled, graph.node('Concat', [shape, graph.integers('width', [2])], { axis: 0 })]),
    'float32',
    [1, 'length', 2],
  );
  return graph;
}

function buildOneNode(domain: string, operator: string) {
  const graph = createGraphBuilder('one');
  graph.output(graph.node(operator, [graph.input('x', 'float32', [1, 4])]), 'float32', [1, 4]);
  return {
    model: (opset: number) => {
      const model = graph.model(opset);
      model.graph!.nodes[0]!.domain = domain;
      return model;
    },
  };
}

// Expected: the log of onnxruntime-web 1.30.0 for this model, opened on WebGPU with graph optimisation disabled, except
// that it then runs Sqrt on the GPU instead of computing it when the model is opened.
test('nodes with a value type that has no WebGPU kernel fall back to the CPU', async () => {
  const { nodes, copies } = coverOrt(await readGraphFacts(buildLookup(), 17), 'webgpu');
  expect(nodes.map(({ operator, place }) => [operator, place])).toEqual([
    ['Sqrt', 'folded'],
    ['Gather', 'webgpu'],
    ['Shape', 'wasm'],
    ['Mul', 'webgpu'],
    ['Concat', 'wasm'],
    ['Expand', 'webgpu'],
  ]);
  expect(nodes[2]?.reason).toEqual({ code: 'type', port: 'input', index: 0, type: 'int64' });
  expect(copies).toEqual({ in: 0, out: 0 }); // Expand reads its shape from host memory
});

test('reports an operator without a WebGPU kernel, or the opset without one', async () => {
  const graph = createGraphBuilder('reasons');
  const x = graph.input('x', 'float32', [1, 4]);
  graph.output(graph.node('Hardmax', [graph.node('Relu', [x])]), 'float32', [1, 4]);
  const [relu, hardmax] = coverOrt(await readGraphFacts(graph, 13), 'webgpu').nodes;
  expect([relu?.place, hardmax?.reason]).toEqual(['webgpu', { code: 'operator' }]);
  const [old] = coverOrt(await readGraphFacts(graph, 6), 'webgpu').nodes;
  expect(old).toMatchObject({ place: 'wasm', reason: { code: 'opset', opset: 6 } });
});

// The ranges of Relu and HardSwish in docs/webnn-operators.md of onnxruntime-web 1.30.0.
test('WebNN supports the operators and opsets that its package lists', async () => {
  const graph = createGraphBuilder('webnn');
  const x = graph.input('x', 'float32', [1, 4]);
  graph.output(graph.node('Hardmax', [graph.node('HardSwish', [graph.node('Relu', [x])])]), 'float32', [1, 4]);
  const coverage = coverOrt(await readGraphFacts(graph, 14), 'webnn');
  expect(coverage.nodes.map(({ place }) => place)).toEqual(['webnn', 'webnn', 'wasm']);
  expect(coverage.copies).toEqual({ in: 0, out: 1 });
  expect(summariseCoverage(coverage)).toMatchObject({
    counts: { webnn: 2, wasm: 1 },
    fallbacks: [{ operator: 'Hardmax', count: 1, reason: { code: 'operator' } }],
  });
});

// onnxruntime-web 1.30.0 runs this model in its wasm build; its WebGPU build rejects it: "No Op registered for
// Normalizer".
test('only the wasm build runs an operator of ai.onnx.ml', async () => {
  const facts = await readGraphFacts(buildOneNode('ai.onnx.ml', 'Normalizer'), 17);
  expect(coverOrt(facts, 'wasm').nodes[0]).toMatchObject({ place: 'wasm' });
  expect(coverOrt(facts, 'webgpu').nodes[0]).toMatchObject({ place: null, reason: { code: 'operator' } });
});

test.each(['toString', 'constructor', '__proto__'])(
  'a contrib operator named %s has no WebGPU kernel',
  async (name) => {
    const facts = await readGraphFacts(buildOneNode('com.microsoft', name), 17);
    expect(coverOrt(facts, 'webgpu').nodes[0]).toMatchObject({ place: 'wasm', reason: { code: 'operator' } });
  },
);

test('covers every page target that opens ONNX files, and WebNN', async () => {
  const targets = estimateCoverage(await readGraphFacts(buildLookup(), 17)).map(
    ({ target }) => `${target.engine}/${target.place}`,
  );
  expect(targets).toEqual(['ort/wasm', 'ort/webgpu', 'ort/webnn']);
});

// tfjs rejects RFFT on wasm and runs it in JavaScript (runtimes/engine-limits.browser.test.ts).
test('a TensorFlow.js operator without a kernel is supported on no device', async () => {
  const shape = { shape: { dim: [{ size: '4' }] } };
  const node = [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape } },
    { name: 'y', op: 'RFFT', input: ['x'] },
  ];
  const model = { format: 'graph-model', modelTopology: { node, versions: { producer: 1 } }, weightsManifest: [] };
  const facts = await readFacts(toByteSource(new TextEncoder().encode(JSON.stringify(model))), 'model.json');
  const places = estimateCoverage(facts).map(({ target, nodes }) => [target.place, nodes.at(-1)?.place]);
  expect(places).toContainEqual(['wasm', null]);
  expect(places).toContainEqual(['javascript', 'javascript']);
});
