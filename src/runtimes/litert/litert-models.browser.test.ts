import { afterEach, describe, expect, inject, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import { countElements, type Tensor, type TensorSpec } from '#core/engine/tensor.ts';
import { litert, litertVersion } from './index.ts';
import installed from '../../../node_modules/@litertjs/core/package.json';

const testData = inject('testData');

async function fetchModel(name: string): Promise<ModelFiles> {
  const entry = `${name}.tflite`;
  const response = await fetch(`/@fs${testData}/tflite/${entry}`);
  return { id: entry, entry, files: new Map([[entry, await response.blob()]]) };
}

/** Fills an input with index · 7919 mod 251, scaled to 0 to 1 or to the range of the integer type. */
function createPattern({ dtype, shape }: TensorSpec): Tensor {
  const sizes = shape.map(Number);
  const values = Array.from({ length: countElements(sizes) }, (_, index) => (index * 7919) % 251);
  if (dtype === 'float32') return { dtype, shape: sizes, data: Float32Array.from(values, (value) => value / 250) };
  if (dtype === 'uint8') return { dtype, shape: sizes, data: Uint8Array.from(values) };
  if (dtype === 'int8') return { dtype, shape: sizes, data: Int8Array.from(values, (value) => value - 128) };
  if (dtype === 'int16') return { dtype, shape: sizes, data: Int16Array.from(values, (value) => (value - 125) * 64) };
  throw new Error(`no pattern for ${dtype}`);
}

type ReferenceElement = readonly [index: number, value: number];

/**
 * Outputs of the Python package ai-edge-litert 2.3.0 for the pattern, on one native thread. For each output in order:
 * its largest and smallest elements and some others, by index.
 */
const references: Readonly<Record<string, readonly (readonly ReferenceElement[])[]>> = {
  ds_cnn_quantized: [
    [
      [0, 2],
      [2, 31879],
      [4, 2],
      [6, 2],
      [8, 2],
    ],
  ],
  face_detection_short_range: [
    [
      [2389, -8.0717],
      [4778, -7.6506],
      [7168, -0.746843],
      [9557, -13.7165],
      [14236, -35.3022],
      [14323, 139.922],
    ],
    [
      [149, -2.53131],
      [298, -3.24671],
      [448, -4.95655],
      [559, -36.4596],
      [597, -2.59286],
      [820, -0.659473],
    ],
  ],
  face_landmark: [
    [
      [14, -23.6668],
      [234, 78.5916],
      [457, 157.291],
      [468, 40.3581],
      [702, 30.1105],
      [936, 106.979],
    ],
    [[0, -6.49831]],
  ],
  hello_world_float: [[[0, 0.0264054]]],
  hello_world_int8: [[[0, 4]]],
  micro_speech_quantized: [
    [
      [0, -128],
      [1, -128],
      [2, 0],
      [3, 0],
    ],
  ],
  'mobilenet_v1_1.0_224_quant_embedding_extractor': [
    [
      [0, 0],
      [170, 98],
      [341, 0],
      [512, 0],
      [682, 0],
      [909, 255],
    ],
  ],
  'mobilenet_v2_1.0_224_quant': [
    [
      [0, 0],
      [166, 0],
      [333, 0],
      [500, 0],
      [667, 0],
      [905, 104],
    ],
  ],
  palm_detection_lite: [
    [
      [6048, -7.29903],
      [12096, -7.74711],
      [18144, 2.81632],
      [22020, -50.0066],
      [24192, 1.15664],
      [32060, 132.108],
    ],
    [
      [336, -6.20489],
      [550, -3.03503],
      [672, -6.28503],
      [1008, -4.87206],
      [1222, -16.5632],
      [1344, -9.45314],
    ],
  ],
  selfie_segmentation: [
    [
      [1, 0],
      [10922, 0],
      [21845, 0],
      [32768, 1.0943e-28],
      [43690, 0],
      [65286, 1.13128e-7],
    ],
  ],
  ssd_mobilenet_v3_int8: [
    [
      [104, -128],
      [30849, -128],
      [61698, -128],
      [92547, -127],
      [123396, -127],
      [180117, -28],
    ],
    [
      [363, -128],
      [1210, 124],
      [1356, 78],
      [2712, 59],
      [4068, 76],
      [5424, 58],
    ],
  ],
};

test('the version constant equals that of the installed package', () => {
  expect(litertVersion).toBe(installed.version);
});

let session: TensorSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

describe.skipIf(!testData)('real models (need ASSAY_TEST_DATA)', () => {
  test.each(Object.entries(references))('%s has the outputs of the native runtime', async (model, expected) => {
    session = await litert.open(await fetchModel(model), { devices: ['wasm'], threads: 1 });
    const { inputs, outputs } = session.facts;
    const actual = await session.run(Object.fromEntries(inputs.map((spec) => [spec.name, createPattern(spec)])));
    for (const [outputIndex, elements] of expected.entries()) {
      const { name } = outputs[outputIndex]!;
      const { dtype, data } = actual[name]!;
      // Kernels for another CPU may round quantised values differently and add floats in a different order.
      const tolerance = (value: number) => (dtype === 'float32' ? 1e-3 + 1e-3 * Math.abs(value) : 1);
      for (const [index, value] of elements)
        expect(Math.abs(Number(data[index]) - value), `${name}[${index}]`).toBeLessThanOrEqual(tolerance(value));
    }
  });

  test.each([
    ['dtln_noise_suppression', { why: expect.stringContaining('Variable tensors') }],
    ['version-RFB-320_without_postprocessing', { reason: 'output-size-unknown' }],
  ])('rejects the model %s with the reason', async (name, facts) => {
    await expect(litert.open(await fetchModel(name), { devices: ['wasm'], threads: 1 })).rejects.toMatchObject({
      code: 'model-unsupported',
      facts,
    });
  });

  test('fails the first run of a model with a missing operator, and names it', async () => {
    session = await litert.open(await fetchModel('audio_preprocessor_int8'), { devices: ['wasm'], threads: 1 });
    const [spec] = session.facts.inputs as [TensorSpec];
    await expect(session.run({ [spec.name]: createPattern(spec) })).rejects.toMatchObject({
      code: 'model-unsupported',
      facts: { why: expect.stringContaining('SignalWindow') },
    });
  });
});
