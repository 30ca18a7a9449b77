import { expect, test } from 'vitest';
import { spawnWorker } from '#bridge/spawn-worker.ts';

test('clock, memory and storage are measured, and no file remains', async () => {
  const { remote, terminate } = spawnWorker('device');
  expect(await remote.measureClockStepUs()).toBeGreaterThan(0);
  expect(await remote.measureCopyBytesPerS(1)).toBeGreaterThan(0);
  const { writeBytesPerS, readBytesPerS, bytes } = await remote.measureStorage(20);
  expect(Math.min(writeBytesPerS, readBytesPerS, bytes)).toBeGreaterThan(0);
  const fileNames: string[] = [];
  for await (const [name] of (await navigator.storage.getDirectory()).entries()) fileNames.push(name);
  expect(fileNames).not.toContain('assay-storage-speed');
  terminate();
});

test('matrix multiplications are measured on the requested threads', async () => {
  for (const threads of [1, 2]) {
    const { remote, terminate } = spawnWorker('device');
    await remote.prepareMatmul({ device: 'wasm', threads, type: 'float32' });
    const speed = await remote.measureMatmul(50);
    expect(speed.threads).toBe(Math.min(threads, navigator.hardwareConcurrency));
    expect(speed.gflops).toBeGreaterThan(0);
    expect(speed.runs).toBeGreaterThanOrEqual(2);
    terminate();
  }
});

test('a measurement without preparation fails', async () => {
  const { remote, terminate } = spawnWorker('device');
  await expect(remote.measureMatmul(10)).rejects.toMatchObject({ code: 'internal' });
  terminate();
});
