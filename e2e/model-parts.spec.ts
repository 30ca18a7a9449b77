import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { expect } from './fixtures/test.ts';
import { test } from './fixtures/hub-test.ts';

/** A model that multiplies its input by a square matrix. */
function buildMatMulModel(side: number): Uint8Array {
  const graph = createGraphBuilder('part');
  const x = graph.input('x', 'float32', [1, side]);
  graph.weights('w', [side, side], new Float32Array(side * side));
  graph.output(graph.node('MatMul', [x, 'w'], {}, 'y'), 'float32', [1, side]);
  return writeOnnx(graph.model(17));
}

test('an encoder and its decoder are inspected and rated as one variant', async ({ hub, useHub, page }) => {
  hub.addFile('maker/parts/onnx/encoder_model.onnx', { head: buildMatMulModel(64) });
  hub.addFile('maker/parts/onnx/decoder_model_merged.onnx', { head: buildMatMulModel(32) });
  hub.addFile('maker/parts/onnx/encoder_model_fp16.onnx', { head: buildMatMulModel(16) });
  await useHub(page);
  await page.goto('#/models?model=maker/parts');
  await page.getByTestId('inspect').click();
  const variants = page.getByTestId('variants');
  await expect(variants).toContainText('with onnx/decoder_model_merged.onnx');
  // The second encoder has no matching decoder.
  await expect(variants.getByRole('listitem')).toHaveCount(1);
  // The models have 64 x 64 and 32 x 32 weights.
  await expect(page.getByTestId('facts')).toContainText('5,120');
  await expect(page.getByTestId('pick')).toContainText('onnx/encoder_model.onnx');
});
