import { expect, test } from 'vitest';
import { spawnWorker } from '#bridge/spawn-worker.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { createProbeModel } from '#device/probe-model.ts';
import { listMissingTextKernels } from '#device/text-kernels.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { forecastModel } from '#planner/forecast.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { measureTextKernelsInWorker } from '#device/measure-text-kernels.ts';

const maxThreads = Math.min(2, navigator.hardwareConcurrency);
const measuring = { startWorker: () => spawnWorker('device'), signal: new AbortController().signal };

/**
 * Measures what the page measures for a model: the speed of matrix multiplications and of the kernels of its weight types.
 */
async function measureProfile(facts: ModelFacts): Promise<DeviceProfile> {
  const gflops: number[] = [];
  for (const threads of [1, maxThreads]) {
    const { remote, terminate } = spawnWorker('device');
    await remote.prepareMatmul({ device: 'wasm', threads, type: 'float32' });
    gflops.push((await remote.measureMatmul(400)).gflops);
    terminate();
  }
  const missing = listMissingTextKernels(facts, maxThreads, []);
  return {
    threads: maxThreads,
    gflopsOneThread: gflops[0]!,
    gflopsThreads: gflops[1]!,
    gpu: null,
    copyBytesPerS: null,
    heapBytes: null,
    gpuBytes: null,
    textKernels: await measureTextKernelsInWorker(missing, measuring),
  };
}

test('kernels are measured on the requested threads, and a forecast uses them', async () => {
  const bytes = createProbeModel('Q4_0').bytes;
  const facts = await readFacts(toByteSource(bytes), 'probe.gguf');
  const profile = await measureProfile(facts);
  expect(profile.textKernels?.map(({ type, threads }) => [type, threads])).toEqual(
    [...new Set([1, maxThreads])].map((threads) => ['Q4_0', threads]),
  );
  const actual = forecastModel(facts, profile, { engine: 'wllama', device: 'wasm', threads: maxThreads });
  expect(actual).toMatchObject({ known: true, basis: 'kernels' });
});
