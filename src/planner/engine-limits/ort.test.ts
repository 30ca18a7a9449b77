import { env, InferenceSession } from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { findEngineLimit } from './index.ts';

beforeAll(() => {
  env.wasm.numThreads = 1;
  env.logLevel = 'fatal';
});

/** Builds one node on a small tensor. */
function buildModel(operator: string, opset: number, shape = [2, 3]): OnnxModel {
  const graph = createGraphBuilder('one');
  const inputs = ['Add', 'Mul'].includes(operator) ? ['x', 'x'] : ['x'];
  graph.input('x', 'float32', shape);
  graph.output(graph.node(operator, inputs, {}, 'y'), 'float32', shape);
  return graph.model(opset);
}

function changeModel(model: OnnxModel, change: (model: OnnxModel) => void): OnnxModel {
  change(model);
  return model;
}

/** Builds a node of another domain at this version. */
const buildInDomain = (domain: string, operator: string, version: number) =>
  changeModel(buildModel(operator, 17), (model) => {
    model.graph!.nodes[0]!.domain = domain;
    model.opsetImports.push(createMessage('OperatorSet', { domain, version }));
  });

/** Builds a node whose operator is defined by a function of the file. */
const buildWithFunction = () =>
  changeModel(buildInDomain('custom', 'Mystery', 1), (model) => {
    const nodes = buildModel('Relu', 17).graph!.nodes;
    const opsetImports = [createMessage('OperatorSet', { domain: '', version: 17 })];
    model.functions.push(
      createMessage('Function', {
        name: 'Mystery',
        domain: 'custom',
        inputs: ['x'],
        outputs: ['y'],
        nodes,
        opsetImports,
      }),
    );
    model.irVersion = 9;
  });

/** Builds a product with bfloat16 weights (type 16) that are first cast to float32 (type 1) or back. */
function buildBfloat16(casts: readonly { readonly to: number }[]): OnnxModel {
  const graph = createGraphBuilder('product');
  const x = graph.input('x', 'float32', [2, 2]);
  graph.initializer('w', { dtype: 'uint16', shape: [2, 2], data: new Uint16Array(4).fill(0x3f80) });
  const w = casts.reduce((value, cast) => graph.node('Cast', [value], cast), 'w');
  const product = graph.node('MatMul', [graph.node('CastLike', [x, w]), w]);
  graph.output(graph.node('CastLike', [product, x]), 'float32', [2, 2]);
  const model = graph.model(17);
  model.graph!.initializers[0]!.dataType = 16;
  return model;
}

const cases: [description: string, reason: string | null, model: OnnxModel][] = [
  ['of the newest opset', null, buildModel('Relu', 26)],
  ['of a newer opset', 'opset-too-new', buildModel('Relu', 27)],
  ['of the newest IR version', null, changeModel(buildModel('Relu', 17), (model) => (model.irVersion = 13))],
  ['of a newer IR version', 'format-version', changeModel(buildModel('Relu', 17), (model) => (model.irVersion = 14))],
  ['with Add of opset 7', null, buildModel('Add', 7)],
  ['with Add of opset 6', 'opset-too-old', buildModel('Add', 6)],
  ['with an operator that kept its definition since opset 6', null, buildModel('Relu', 6)],
  ['with RandomUniformLike of opset 21', null, buildModel('RandomUniformLike', 21)],
  ['with RandomUniformLike of opset 22', 'operators-not-supported', buildModel('RandomUniformLike', 22)],
  ['with an operator of onnxruntime’s own domain', null, buildInDomain('com.microsoft', 'Gelu', 1)],
  ['with an operator of a custom domain', 'operators-not-supported', buildInDomain('custom', 'Mystery', 1)],
  ['with an operator that the file defines', null, buildWithFunction()],
  ['with bfloat16 weights that are converted', null, buildBfloat16([{ to: 1 }])],
  ['with bfloat16 weights in a product', 'bfloat16', buildBfloat16([])],
  ['with bfloat16 weights that are converted to bfloat16', 'bfloat16', buildBfloat16([{ to: 1 }, { to: 16 }])],
  ['with an unknown operator', 'operators-not-supported', buildModel('Frobnicate', 17)],
  ['with an operator before it was introduced', 'opset-too-old', buildModel('Gelu', 19)],
  ['with an operator that was introduced', null, buildModel('Gelu', 20)],
  ['with an operator after it was removed', 'operators-not-supported', buildModel('Upsample', 10)],
];

test.each(cases)('onnxruntime-web and the header check agree on a model %s (%s)', async (_, reason, model) => {
  const bytes = writeOnnx(model);
  const facts = await readFacts(toByteSource(bytes), 'model.onnx');
  for (const device of ['wasm', 'webgpu'] as const) {
    expect(findEngineLimit(facts, { engine: 'ort', device })?.reason ?? null).toBe(reason);
  }
  const opening = InferenceSession.create(bytes, { logSeverityLevel: 4 });
  const isOpened = await opening.then(
    (session) => session.release().then(() => true),
    () => false,
  );
  expect(isOpened).toBe(reason === null);
});
