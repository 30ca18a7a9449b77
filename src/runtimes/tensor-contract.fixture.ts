import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, Runtime, TensorSession } from '#core/engine/runtime.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';

export interface ContractSubject {
  readonly runtime: Runtime;
  readonly device: DeviceId;
  readonly options?: Omit<OpenOptions, 'devices'>;
  /**
   * A model in the runtime's own format, with about 1 MB of weights so that a leaked session shows:
   * `y[n, 2] = x[n, 3] · [[1, 2], [3, 4], [5, 6]] + [10, 20]`, all float32.
   */
  readonly model: ModelFiles;
  /** The reason why this runtime's models have no free dimensions; n is then 2. */
  readonly fixedShapeReason?: string;
  /** Invalid models by their fault. */
  readonly corrupt: Readonly<Record<string, ModelFiles>>;
}

export const input: Tensor = { dtype: 'float32', shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6]) };
/** Calculated manually: 1·1 + 2·3 + 3·5 + 10 = 32, and so on. */
const expected = [32, 48, 59, 84];

/** Tests the guarantees of every tensor runtime on one of its devices. */
export function testRuntimeContract({
  runtime,
  device,
  options,
  model,
  fixedShapeReason,
  corrupt,
}: ContractSubject): void {
  const open = (files = model) => runtime.open(files, { ...options, devices: [device] });
  describe(`${runtime.id} on ${device}`, () => {
    let session: TensorSession;
    beforeAll(async () => {
      session = await open();
    }, 60_000);
    afterAll(() => session.close());

    test('reports the facts of the opened session', () => {
      expect(session.facts).toMatchObject({ engine: runtime.id, device, failedDevices: [] });
      expect(session.facts.engineVersion).toMatch(/^\d+\.\d+\.\d+/);
      expect(session.facts.createMs).toBeGreaterThan(0);
      expect(session.facts.inputs).toMatchObject([{ name: 'x', dtype: 'float32' }]);
      const [rows, columns] = session.facts.inputs[0]!.shape;
      if (fixedShapeReason) expect(rows).toBe(2);
      else expect(typeof rows).not.toBe('number');
      expect(columns).toBe(3);
      expect(session.facts.outputs).toMatchObject([{ name: 'y', dtype: 'float32' }]);
    });

    test('computes the expected output', async () => {
      const { y } = await session.run({ x: input });
      expect(y).toMatchObject({ dtype: 'float32', shape: [2, 2] });
      expect([...y!.data]).toEqual(expected);
    });

    const skipNote = fixedShapeReason ? ` (skipped: ${fixedShapeReason})` : '';
    test.skipIf(fixedShapeReason)(`accepts another size of a free dimension${skipNote}`, async () => {
      const { y } = await session.run({ x: { dtype: 'float32', shape: [1, 3], data: new Float32Array([4, 5, 6]) } });
      expect(y!.shape).toEqual([1, 2]);
      expect([...y!.data]).toEqual(expected.slice(2));
    });

    test('does not change the inputs, and the caller owns the outputs', async () => {
      const first = await session.run({ x: input });
      expect([...input.data]).toEqual([1, 2, 3, 4, 5, 6]);
      await session.run({ x: { ...input, data: new Float32Array(6) } as Tensor });
      expect([...first['y']!.data]).toEqual(expected);
    });

    test('reports the size of its wasm heap if it has one, and nothing else', async () => {
      const { wasmHeapBytes } = await session.memory();
      if (session.facts.device !== 'wasm' && wasmHeapBytes === undefined) return;
      expect(wasmHeapBytes! % 65_536).toBe(0); // the size of a wasm page
      expect(wasmHeapBytes).toBeGreaterThan(1_000_000); // the weights
      if (fixedShapeReason || session.facts.device !== 'wasm') return;
      const rows = 16_384; // over 60 MB of intermediate tensors, more than the initial heap of any engine
      await session.run({ x: { dtype: 'float32', shape: [rows, 3], data: new Float32Array(rows * 3) } });
      const grown = await session.memory();
      expect(grown.wasmHeapBytes).toBeGreaterThan(40_000_000);
    });

    test.each<[string, Tensors, string]>([
      ['no input', {}, 'x'],
      ['an unknown name', { z: input }, 'z'],
      ['another type', { x: { dtype: 'int32', shape: [2, 3], data: new Int32Array(6) } }, 'x'],
      ['another rank', { x: { dtype: 'float32', shape: [6], data: new Float32Array(6) } }, 'x'],
      ['another size of a fixed dimension', { x: { dtype: 'float32', shape: [2, 4], data: new Float32Array(8) } }, 'x'],
    ])('rejects a run with %s, names the input, and the next run works', async (_, inputs, name) => {
      await expect(session.run(inputs)).rejects.toMatchObject({ code: 'input-invalid', facts: { name } });
      expect([...(await session.run({ x: input }))['y']!.data]).toEqual(expected);
    });

    test.each(Object.entries(corrupt))('rejects a model that is %s', async (_, files) => {
      await expect(open(files)).rejects.toMatchObject({ code: 'model-corrupt' });
    });
  });
}
