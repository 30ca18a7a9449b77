import { expect, test } from 'vitest';
import { openNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { dataTypeNumbers } from '#formats/onnx/onnx-model.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

test.skipIf(ortSkipReason !== '')(`onnxruntime has no bfloat16 matrix product${ortSkipReason}`, async () => {
  const builder = createGraphBuilder('product');
  const to = { to: dataTypeNumbers.bfloat16 };
  const w = builder.weights('w', [4, 4], new Float32Array(16));
  const factors = [builder.input('x', 'float32', [1, 4]), w].map((value) => builder.node('Cast', [value], to));
  const y = builder.node('Cast', [builder.node('MatMul', factors)], { to: dataTypeNumbers.float32 }, 'y');
  builder.output(y, 'float32', [1, 4]);
  await expect(openNative(writeOnnx(builder.model(17)), false)).rejects.toThrow('MatMul');
});

test.skipIf(ortSkipReason !== '')(`onnxruntime has no matrix product with 3-bit blocks${ortSkipReason}`, async () => {
  const run = async (bits: number) => {
    const builder = createGraphBuilder('blocks');
    const blocks = { dtype: 'uint8', shape: [16, 1, 4 * bits], data: new Uint8Array(64 * bits) } as const;
    const inputs = [builder.input('x', 'float32', [1, 32]), builder.initializer('w', blocks)];
    inputs.push(builder.weights('scales', [16], new Float32Array(16).fill(1)));
    const attributes = { K: 32, N: 16, bits, block_size: 32 };
    builder.output(builder.node('com.microsoft:MatMulNBits', inputs, attributes, 'y'), 'float32', [1, 16]);
    const session = await openNative(writeOnnx(builder.model(17)));
    return session.run({ x: { dtype: 'float32', shape: [1, 32], data: new Float32Array(32) } });
  };
  await expect(run(4)).resolves.toHaveProperty('y');
  await expect(run(3)).rejects.toThrow(/bits/i);
});
