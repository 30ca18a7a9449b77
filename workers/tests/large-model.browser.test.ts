import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import type { DataType, Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers, createMessage, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { runAllLayouts, runModelFiles } from './external-weights.fixture.ts';

const rawBytes = Uint8Array.from({ length: 256 }, (_, index) => (index % 2 === 1 ? 0x40 : index % 128));

const rawSizes = {
  float32: 4,
  float64: 8,
  float16: 2,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
} as const satisfies Partial<Record<DataType, number>>;

/** Creates a model that outputs constants of every data type, stored as raw bytes and, for most types, in typed fields. */
function createConstantsModel(): File {
  const builder = createGraphBuilder('types');
  const tensors: TensorProto[] = [];
  const addConstant = (type: DataType, fields: Partial<TensorProto>, elements = 64) => {
    const name = `${type}-${tensors.length}`;
    tensors.push(createMessage('TensorProto', { name, dataType: dataTypeNumbers[type], dims: [elements], ...fields }));
    builder.node('Identity', [name], {}, `${name}-out`);
    builder.output(`${name}-out`, type, [elements]);
  };
  for (const [type, size] of Object.entries(rawSizes))
    addConstant(type as keyof typeof rawSizes, { rawData: rawBytes }, rawBytes.length / size);
  addConstant('bool', { rawData: rawBytes.map((byte) => byte & 1) }, rawBytes.length);
  addConstant('float32', { floatData: new Float32Array(64).fill(1.5) });
  addConstant('float64', { doubleData: new Float64Array(64).fill(1.5) });
  addConstant('int64', { int64Data: new BigInt64Array(64).fill(-5n) });
  addConstant('uint64', { uint64Data: new BigUint64Array(64).fill(5n) });
  for (const type of ['int8', 'uint8', 'int16', 'uint16', 'int32', 'float16'] as const)
    addConstant(type, { int32Data: new Int32Array(64).fill(7) });
  const model = builder.model(17);
  model.graph?.initializers.push(...tensors);
  return new File([writeOnnx(model)], 'types.onnx');
}

test('a model with external weights outputs weights of every type unchanged', async () => {
  const { inline, referenced, moved } = await runAllLayouts(createConstantsModel());
  expect(Object.keys(inline)).toHaveLength(22);
  expect(referenced).toEqual(inline);
  expect(moved).toEqual(inline);
  expect([...(moved['uint8-4-out']?.data ?? [])]).toEqual([...rawBytes]);
});

/** Creates a model of y = 2x with 37 MB of weights, above the size from which files are split. */
function createLargeModel(): File {
  const width = 3072;
  const weights = new Float32Array(width * width);
  for (let index = 0; index < width; index++) weights[index * width + index] = 2;
  const builder = createGraphBuilder('large');
  builder.node(
    'MatMul',
    [builder.input('x', 'float32', [1, width]), builder.weights('w', [width, width], weights)],
    {},
    'y',
  );
  builder.output('y', 'float32', [1, width]);
  return new File([writeOnnx(builder.model(17))], 'large.onnx');
}

test('a file above the split threshold runs with correct outputs', async () => {
  const x = Float32Array.from({ length: 3072 }, (_, index) => index / 8);
  const inputs: Tensors = { x: { dtype: 'float32', shape: [1, 3072], data: x } };
  const doubled = Array.from(x, (value) => 2 * value);
  const { y } = await runModelFiles([createLargeModel()], inputs);
  expect([...(y?.data ?? [])]).toEqual(doubled);
});

test('a truncated file above the split threshold is rejected as corrupt', async () => {
  const truncated = new File([createLargeModel().slice(0, 36 * 2 ** 20)], 'large.onnx');
  const running = runModelFiles([truncated]);
  await expect(running).rejects.toBeInstanceOf(AppError);
  await expect(running).rejects.toMatchObject({ code: 'model-corrupt' });
});
