import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { explainFailure } from './explain-failure.ts';

const createModel = (name: string, bytes: Uint8Array<ArrayBuffer>) => ({
  id: name,
  entry: name,
  files: new Map([[name, bytes]]),
});

function buildOnnx(operator: string) {
  const graph = createGraphBuilder('one');
  graph.input('x', 'float32', [2]);
  graph.output(graph.node(operator, ['x'], {}, 'y'), 'float32', [2]);
  return createModel('a.onnx', writeOnnx(graph.model(17)));
}

const vocabulary = createModel('v.gguf', writeGguf([['general.architecture', 'text', 'llama']], []));
const corruptError = new AppError('model-corrupt', { format: 'gguf', why: 'error loading model' });

test('the failure of an engine is explained by the header of the model', async () => {
  expect(await explainFailure(corruptError, vocabulary, 'wllama', ['wasm'])).toMatchObject({
    code: 'model-unsupported',
    facts: { model: 'v.gguf', engine: 'wllama', reason: 'vocabulary-only' },
  });
  const failure = new AppError('internal', { why: 'Could not find an implementation' });
  expect(await explainFailure(failure, buildOnnx('Frobnicate'), 'ort', ['webgpu', 'wasm'])).toMatchObject({
    code: 'model-unsupported',
    facts: { reason: 'operators-not-supported', operators: 'Frobnicate' },
  });
  expect(await explainFailure(failure, buildOnnx('Relu'), 'ort', ['wasm'])).toBe(failure);
});

test('a model is reported as corrupt only if its header cannot be read', async () => {
  expect(await explainFailure(corruptError, buildOnnx('Relu'), 'ort', ['wasm'])).toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'error loading model' },
  });
  expect(await explainFailure(corruptError, createModel('b.onnx', new Uint8Array([8, 7, 58])), 'ort', [])).toBe(
    corruptError,
  );
});
