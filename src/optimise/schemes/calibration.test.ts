import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { StepEngine } from '../optimisation-step.ts';
import { calibrate, calibrationMethods, type CalibrationOptions } from './calibration.ts';

type Bounds = readonly [min: number, max: number];
/** Computed by `reference-values/calibration.py` with onnxruntime.quantization and numpy. */
const reference = JSON.parse(
  readFileSync(new URL('reference-values/calibration.json', import.meta.url), 'utf8'),
) as Readonly<Record<'minMax' | 'movingAverage' | 'percentile' | 'entropy' | 'mse', Bounds>>;

/** The same samples as in the script. */
const random = createSeededRandom(7);
const samples = Array.from({ length: 6 }, (_, sample) => {
  const drawNormal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value) - 6;
  const data = Float32Array.from({ length: 1000 }, () => drawNormal() * (1 + sample / 4));
  data.set([20 - sample, sample - 18]);
  return data;
});

const engine: StepEngine = {
  open: () => Promise.resolve({ run: () => Promise.resolve({}), close: () => Promise.resolve() }),
};
const calibrateRange = async (
  calibration: CalibrationOptions['calibration'],
  inputs: readonly Float32Array[] = samples,
): Promise<Bounds | null> => {
  const builder = createGraphBuilder('g');
  builder.output(builder.node('Relu', [builder.input('x', 'float32', [1000])], {}, 'y'), 'float32', [1000]);
  const tensors = inputs.map((data): Tensors => ({ x: { dtype: 'float32', shape: [data.length], data } }));
  async function* read() {
    for (const tensor of tensors) yield await Promise.resolve(tensor);
  }
  const ranges = await calibrate(
    builder.model(17),
    ['x'],
    { calibration, percentile: 99 },
    { engine, calibrationInputs: read },
  );
  const range = ranges.get('x');
  return range ? [range.min, range.max] : null;
};

describe('activation ranges match onnxruntime.quantization and NumPy', () => {
  test.for([
    ['min-max', 'minMax', 0],
    ['moving-average', 'movingAverage', 1e-6],
    // A bin is 38 / 2048 wide.
    ['percentile', 'percentile', 0.02],
    // Candidate thresholds are 16 bins apart, a difference of 0.16.
    ['entropy', 'entropy', 0.16],
    ['mse', 'mse', 1e-6],
  ] as const)('%s', async ([method, name, tolerance]) => {
    const [min, max] = (await calibrateRange(method))!;
    expect(Math.abs(min - reference[name][0])).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(max - reference[name][1])).toBeLessThanOrEqual(tolerance);
  });
});

test('does not clip by entropy if there are fewer values than bins', async () => {
  const few = Float32Array.from({ length: 60 }, (_, index) => Math.sin(index));
  expect(await calibrateRange('entropy', [few])).toEqual([Math.min(...few), Math.max(...few)]);
});

test.each([
  ['NaN first', [NaN, -10, 5]],
  ['NaN in the middle', [-10, NaN, 5, 6]],
  ['NaN last', [1, NaN]],
  ['infinity', [1, Infinity]],
  ['negative infinity', [-Infinity, 1]],
])('has no range for values with %s', async (_, values) => {
  const finite = Float32Array.of(1, 2);
  for (const method of calibrationMethods)
    expect(await calibrateRange(method, [finite, Float32Array.from(values), finite])).toBeNull();
});
