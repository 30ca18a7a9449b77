import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countElements, type Tensor, type TensorSpec } from '#core/engine/tensor.ts';
import { openEngineUnderTest, findSkipReason } from './engine-under-test.fixture.ts';
import type { NativeEngineId } from './load-engine.ts';
import { openFileOnDisk } from './model-on-disk.ts';

type Outputs = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;

const referenceValues = JSON.parse(
  readFileSync(new URL('./reference-values.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Outputs>>;

const testData = process.env['ASSAY_TEST_DATA'] ?? '';

const sizes: Readonly<Record<string, number>> = { batch_size: 1, sequence_length: 16 };
export const minilm = 'real/all-MiniLM-L6-v2/onnx/model_quantized.onnx';

/** Creates the same input as `reference-values.py`. */
function createInput(path: string, { name, dtype, shape }: TensorSpec): Tensor {
  const batch = path === minilm ? 2 : 1;
  const concreteShape = shape.map((size, axis) =>
    typeof size === 'number' ? size : axis === 0 ? batch : sizes['sequence_length']!,
  );
  const numbers = Array.from({ length: countElements(concreteShape) }, (_, index) => (index * 131) % 256);
  const constant = { attention_mask: 1, token_type_ids: 0 }[name];
  if (dtype === 'int64') {
    return {
      dtype,
      shape: concreteShape,
      data: BigInt64Array.from(numbers, (number) => BigInt(constant ?? number % 100)),
    };
  }
  if (dtype === 'uint8') return { dtype, shape: concreteShape, data: Uint8Array.from(numbers) };
  const floats = Float32Array.from(numbers, (number) => number / 255);
  if (dtype === 'float32') return { dtype, shape: concreteShape, data: floats };
  return { dtype: 'float16', shape: concreteShape, data: new Uint16Array(Float16Array.from(floats).buffer) };
}

function toNumbers({ dtype, data }: Tensor): number[] {
  const values =
    dtype === 'float16' ? new Float16Array(data.buffer as ArrayBuffer, data.byteOffset, data.length) : data;
  return Array.from(values as ArrayLike<number>, Number);
}

/**
 * The maximum difference of outputs for the same engine, and for another engine, whose sums differ in the last bits
 * because of their order.
 */
export const exactTolerance = 1e-6;
export const reorderedTolerance = 2e-3;

type RealModel = readonly [path: string, maxDifference: number];

/** Tests an engine on models of the test data. */
export async function describeRealModels(id: NativeEngineId, models: readonly RealModel[]): Promise<void> {
  const skipReason = await findSkipReason(id);
  describe.skipIf(skipReason)(`${id} ${skipReason}`, () => {
    const engine = openEngineUnderTest(id);
    for (const [path, maxDifference] of models) {
      const isMissing = !existsSync(join(testData, path));
      test.skipIf(isMissing)(
        `computes ${path} like the engines’ Python packages${isMissing ? ' (skipped: not in ASSAY_TEST_DATA)' : ''}`,
        async () => {
          const entry = basename(path);
          const files = new Map([[entry, await openFileOnDisk(join(testData, path))]]);
          const session = await engine.open({ id: path, entry, files }, { devices: ['cpu'], threads: 2 });
          const inputs = session.facts.inputs.map((spec) => [spec.name, createInput(path, spec)] as const);
          const outputs = await session.run(Object.fromEntries(inputs));
          for (const [name, { shape, values }] of Object.entries(referenceValues[path]!)) {
            const output = outputs[name]!;
            expect(output.shape).toEqual(shape);
            const numbers = toNumbers(output);
            const step = Math.max(1, Math.floor(numbers.length / 32));
            const actual = numbers.filter((_, index) => index % step === 0);
            expect(actual).toHaveLength(values.length);
            const difference = Math.max(...actual.map((value, index) => Math.abs(value - values[index]!)));
            expect(difference).toBeLessThanOrEqual(maxDifference);
          }
          await session.close();
        },
      );
    }
  });
}
