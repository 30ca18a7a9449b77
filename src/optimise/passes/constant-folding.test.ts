import { expect, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes } from '#formats/file-parts.ts';
import { nativeEngine, ortSkipReason } from '../../../scripts/optimise-tests/native-ort.fixture.ts';
import { runSteps } from '../run-steps.ts';
import { constantFolding } from './constant-folding.ts';

test.skipIf(ortSkipReason !== '')(`stores tied embeddings once${ortSkipReason}`, async () => {
  const builder = createGraphBuilder('tied');
  const w = builder.weights('w', [500, 64], new Float32Array(500 * 64).fill(0.5));
  const embedded = builder.node('Gather', [w, builder.input('ids', 'int64', [3])], {});
  const product = builder.node('MatMul', [embedded, builder.node('Transpose', [w], { perm: [1, 0] })], {}, 'y');
  builder.output(product, 'float32', [3, 500]);
  const model = builder.model(17);
  const before = sumPartSizes(encodeOnnx(model));
  await runSteps(model, [constantFolding], { engine: nativeEngine });
  expect(sumPartSizes(encodeOnnx(model))).toBeLessThanOrEqual(before);
});
