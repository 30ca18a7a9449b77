import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { input, type ContractSubject } from './tensor-contract.fixture.ts';

/** Tests that runs and sessions leak no memory. Slow on a software GPU, so `npm test` checks only wasm. */
export function expectNoLeaks(
  { runtime, device, options, model, fixedShapeReason }: Omit<ContractSubject, 'corrupt'>,
  /** Bytes that the engine has allocated in the memory of this device. */
  readAllocatedBytes: () => number,
): void {
  const open = () => runtime.open(model, { ...options, devices: [device] });
  /** Few rounds reveal a leak, and each takes up to a second on a software GPU. */
  const isGpu = device === 'webgpu' || device === 'webgl';
  // Only every tenth session runs the model, because a software GPU compiles the shaders of each for a second.
  const openAndClose = async (round: number) => {
    const another = await open();
    if (round % 10 === 0) await another.run({ x: input });
    await another.close();
  };

  describe(`${runtime.id} on ${device}`, () => {
    let session: TensorSession;
    beforeAll(async () => {
      session = await open();
    }, 60_000);
    afterAll(() => session.close());

    test('does not leak memory over many runs', async () => {
      const [rows, rounds] = fixedShapeReason ? [2, 640] : isGpu ? [160, 8] : [64, 20];
      const x: Tensor = { dtype: 'float32', shape: [rows, 3], data: new Float32Array(rows * 3) };
      for (let warm = 0; warm < 3; warm++) await session.run({ x });
      const before = readAllocatedBytes();
      for (let round = 0; round < rounds; round++) await session.run({ x });
      // If retained, the inputs and outputs would take 25 kB, and the intermediate tensors 5 MB.
      expect(readAllocatedBytes() - before).toBeLessThan(20_000);
    });

    test('does not leak memory over several sessions', async () => {
      for (let warm = 0; warm < 3; warm++) await openAndClose(warm); // fills arenas and caches
      const before = readAllocatedBytes();
      expect(before).toBeGreaterThan(0);
      for (let round = 0; round < (isGpu ? 5 : 20); round++) await openAndClose(round);
      // One leaked session would take a megabyte.
      expect(readAllocatedBytes() - before).toBeLessThan(1_000_000);
    }, 120_000);
  });
}
