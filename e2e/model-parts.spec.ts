import { expect, test } from '@playwright/test';
import { graphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { startHub, type Hub } from './fixtures/hub.ts';
import { measuredDevice } from './fixtures/measured-device.ts';

test.use({ storageState: measuredDevice });

let hub: Hub;
test.beforeAll(async () => {
  hub = await startHub();
});
test.afterAll(() => hub.close());

/** A product with a square matrix of this side. */
function productOf(side: number): Buffer {
  const graph = graphBuilder('part');
  const x = graph.input('x', 'float32', [1, side]);
  graph.weights('w', [side, side], new Float32Array(side * side));
  graph.output(graph.node('MatMul', [x, 'w'], {}, 'y'), 'float32', [1, side]);
  return Buffer.from(writeOnnx(graph.model(17)));
}

async function publish(name: string, bytes: Buffer): Promise<void> {
  const file = {
    file: `maker/parts/onnx/${name}`,
    sizeBytes: bytes.length,
    isLarge: true,
    head: bytes.toString('base64'),
  };
  await fetch(`${hub.url}/__control/file`, { method: 'POST', body: JSON.stringify(file) });
}

test('an encoder and its decoder are one variant, read and judged together', async ({ page }) => {
  await publish('encoder_model.onnx', productOf(64));
  await publish('decoder_model_merged.onnx', productOf(32));
  await publish('encoder_model_fp16.onnx', productOf(16));
  await page.addInitScript((url) => localStorage.setItem('assay.hub', url), hub.url);
  await page.goto('#/models?model=maker/parts');
  await page.getByTestId('look').click();
  const variants = page.getByTestId('variants');
  await expect(variants).toContainText('with onnx/decoder_model_merged.onnx');
  // No decoder goes with the other encoder.
  await expect(variants.getByRole('listitem')).toHaveCount(1);
  // 64 x 64 and 32 x 32 weights.
  await expect(page.getByTestId('facts')).toContainText('5,120');
  await expect(page.getByTestId('pick')).toContainText('onnx/encoder_model.onnx');
});
