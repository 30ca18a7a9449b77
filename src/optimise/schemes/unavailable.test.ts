import { expect, test } from 'vitest';
import { openNative, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { dataTypeNumbers } from '#formats/onnx/onnx-model.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

test.skipIf(ortSkipReason !== '')(`onnxruntime has no bfloat16 matrix product${ortSkipReason}`, async () => {
  const g = createGraphBuilder('product');
  const to = { to: dataTypeNumbers.bfloat16 };
  const w = g.weights('w', [4, 4], new Float32Array(16));
  const factors = [g.input('x', 'float32', [1, 4]), w].map((value) => g.node('Cast', [value], to));
  const y = g.node('Cast', [g.node('MatMul', factors)], { to: dataTypeNumbers.float32 }, 'y');
  g.output(y, 'float32', [1, 4]);
  await expect(openNative(writeOnnx(g.model(17)), false)).rejects.toThrow('MatMul');
});

test.skipIf(ortSkipReason !== '')(`onnxruntime has no matrix product with 3-bit blocks${ortSkipReason}`, async () => {
  const run = async (bits: number) => {
    const g = createGraphBuilder('blocks');
    const blocks = { dtype: 'uint8', shape: [16, 1, 4 * bits], data: new Uint8Array(64 * bits) } as const;
    const inputs = [g.input('x', 'float32', [1, 32]), g.initializer('w', blocks)];
    inputs.push(g.weights('scales', [16], new Float32Array(16).fill(1)));
    const attributes = { K: 32, N: 16, bits, block_size: 32 };
    g.output(g.node('com.microsoft:MatMulNBits', inputs, attributes, 'y'), 'float32', [1, 16]);
    const session = await openNative(writeOnnx(g.model(17)));
    return session.run({ x: { dtype: 'float32', shape: [1, 32], data: new Float32Array(32) } });
  };
  await expect(run(4)).resolves.toHaveProperty('y');
  await expect(run(3)).rejects.toThrow(/bits/i);
});
