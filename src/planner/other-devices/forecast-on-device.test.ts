import { expect, test } from 'vitest';
import { createSampleFacts } from '../sample-facts.fixture.ts';
import { forecastOnDevice } from './forecast-on-device.ts';
import { forecastOnProcessor } from './forecast-on-processor.ts';
import { otherDeviceIds, otherDevices } from './index.ts';
import { toLinkedProfile } from './linked-device-profile.ts';
import { referenceModels } from './reference-models.ts';

const quantisation = createSampleFacts().quantisation;
const MiB = 2 ** 20;

/**
 * MobileNetV2 at 224 x 224, with 300 million multiply-adds and 3.4 million parameters (Sandler et al. 2018, table 4).
 */
const mobilenetV2 = { operations: 600e6, parameters: 3.4e6 };
const asFloat = createSampleFacts({ flops: mobilenetV2.operations, weightBytes: 4 * mobilenetV2.parameters });
const asInt8 = createSampleFacts({
  flops: mobilenetV2.operations,
  weightBytes: mobilenetV2.parameters,
  quantisation: { ...quantisation, kind: 'full-integer' },
});

const forecastFor = (id: keyof typeof otherDevices, facts = asFloat, kind = 'cpu') => {
  const processor = otherDevices[id].processors.find((candidate) => candidate.kind === kind)!;
  return forecastOnProcessor(facts, processor);
};

test('every specification has a source for each value, and times of known models', () => {
  for (const id of otherDeviceIds) {
    const { memories = [], processors } = otherDevices[id];
    const values = processors.flatMap(({ peak, bandwidth, weightCache, runs }) => [peak, bandwidth, weightCache, runs]);
    for (const value of [...memories, ...values]) if (value) expect(value.source, id).toMatch(/^https:\/\//);
    for (const { runs } of processors) {
      const times = Object.values(runs.milliseconds).flatMap((published) => Object.entries(published));
      expect(times.length, id).toBeGreaterThan(0);
      for (const [model, ms] of times) {
        expect(Object.keys(referenceModels)).toContain(model);
        expect(ms).toBeGreaterThan(0);
      }
    }
  }
});

test('the operations and parameters of reference models agree with their papers within 10 %', () => {
  // torchvision 0.20, "GFLOPS" (multiply-adds) and "Params" of its table of models; MobileNet: Howard et al. 2017,
  // table 8.
  const papers = {
    mobilenet: [0.569, 4.2],
    resnet18: [1.81, 11.7],
    resnet50: [4.09, 25.6],
    vgg16: [15.47, 138.4],
    alexnet: [0.71, 61.1],
    googlenet: [1.5, 6.6],
    efficientnet_b0: [0.39, 5.3],
    regnety_400m: [0.4, 4.3],
  } as const;
  for (const [model, [gigaMacs, megaParameters]] of Object.entries(papers)) {
    const { operations, parameters } = referenceModels[model as keyof typeof papers];
    expect(operations / 2e9 / gigaMacs, model).toBeCloseTo(1, 0);
    expect(Math.abs(operations / 2e9 / gigaMacs - 1), model).toBeLessThan(0.1);
    expect(Math.abs(parameters / 1e6 / megaParameters - 1), model).toBeLessThan(0.1);
  }
});

test('published times of another engine on the same board are in the forecast range', () => {
  // XNNPACK on Raspberry Pi 4 (ARM64), as published in its README; operations as in the papers of the models. The
  // forecast is made from times of ncnn.
  const published = [
    { operations: 2 * 569e6, ms: 77 }, // MobileNet v1
    { operations: 2 * 300e6, ms: 46 }, // MobileNet v2
    { operations: 2 * 219e6, ms: 40 }, // MobileNet v3 Large
    { operations: 2 * 56e6, ms: 15 }, // MobileNet v3 Small, below the smallest model of the benchmark
  ];
  for (const { operations, ms } of published) {
    const forecast = forecastFor('raspberry-pi-4', { ...asFloat, flops: operations });
    if (!forecast.known) throw new Error('a forecast is expected');
    expect(ms).toBeGreaterThan(forecast.lowMs);
    expect(ms).toBeLessThan(forecast.highMs);
    expect(Math.max(ms / forecast.expectedMs, forecast.expectedMs / ms)).toBeLessThan(1.6);
  }
});

test('a forecast for an int8 model uses the published times of int8 models, if there are any', () => {
  expect(forecastFor('raspberry-pi-5', asInt8)).toMatchObject({ basis: { type: 'int8', isSameType: true, models: 6 } });
  expect(forecastFor('apple-m1', asInt8, 'gpu')).toMatchObject({ basis: { type: 'float', isSameType: false } });
});

test('a processor that computes only with integers gets no forecast for a model with floats', () => {
  expect(forecastFor('edge-tpu', asFloat, 'npu')).toEqual({ known: false, reason: 'float-on-integer' });
});

test('weights beyond the memory of an accelerator are read again in every run', () => {
  const small = forecastFor('edge-tpu', { ...asInt8, weightBytes: 8e6 }, 'npu');
  const large = forecastFor('edge-tpu', { ...asInt8, weightBytes: 72e6 }, 'npu');
  if (!small.known || !large.known) throw new Error('forecasts are expected');
  expect(large.expectedMs - small.expectedMs).toBeCloseTo(100, 6); // 64 MB at 640 MB/s
});

test('a language model is limited only by bandwidth', () => {
  const text = { ...asFloat, flopsBasis: { code: 'per-token' }, weightBytes: 1.7e9 } as const;
  expect(forecastFor('raspberry-pi-5', text)).toEqual({ known: false, reason: 'text', minTokenMs: 100 }); // 17 GB/s
  expect(forecastFor('android-low', text)).toEqual({ known: false, reason: 'text' });
});

test('a model with unknown operations gets no forecast', () => {
  expect(forecastFor('raspberry-pi-5', { ...asFloat, flops: null })).toEqual({
    known: false,
    reason: 'operations-unknown',
  });
});

test('the whole forecast range decides whether a gate passes, fails or is inconclusive', () => {
  const facts = { ...asFloat, sizeBytes: 60_000_000, peakActivationBytes: MiB };
  const gates = (id: keyof typeof otherDevices, maxMs: number) =>
    forecastOnDevice(facts, otherDevices[id], { maxMs }).gates.map(({ gate, state }) => [gate, state]);
  expect(gates('iphone-xs', 1000)).toEqual([
    ['model-size', 'fail'], // 60 MB in a bundle of 50
    ['latency', 'pass'],
  ]);
  expect(gates('android-low', 0.001)).toEqual([
    ['model-size', 'pass'],
    ['latency', 'fail'],
  ]);
  expect(gates('raspberry-pi-4', 60)).toEqual([
    ['memory', 'pass'], // at most nine times 14 MB
    ['latency', 'inconclusive'], // published for MobileNetV2: 61.6 ms
  ]);
});

test('a microcontroller needs its weights in flash and its activations in RAM', () => {
  const facts = { ...asInt8, weightBytes: 3 * MiB, peakActivationBytes: 32 * 1024 };
  const { memories, gates } = forecastOnDevice(facts, otherDevices.stm32l4);
  expect(memories).toEqual([
    { holds: 'weights', limitBytes: 2 * MiB, needBytes: 3 * MiB },
    { holds: 'activations', limitBytes: 640 * 1024, needBytes: 32 * 1024 },
  ]);
  expect(gates.map(({ state }) => state)).toEqual(['fail', 'pass']);
});

test('memory of unknown size is not judged', () => {
  const { gates } = forecastOnDevice({ ...asFloat, peakActivationBytes: null }, otherDevices['raspberry-pi-4']);
  expect(gates).toMatchObject([{ gate: 'memory', low: null, state: 'not-measured' }]);
});

test('the profile of a shared device check has its measured speeds, and no memory', () => {
  const link = { gpu: 'google swiftshader', threads: 4, oneThreadGflops: 12, threadsGflops: 40, copyGBs: 8 };
  expect(toLinkedProfile(link)).toEqual({
    threads: 4,
    gflopsOneThread: 12,
    gflopsThreads: 40,
    gpu: { gflops: null, hasHalf: false, software: true, dispatchMs: null },
    copyBytesPerS: 8e9,
    heapBytes: null,
    gpuBytes: null,
  });
  expect(toLinkedProfile({ gpu: 'none' })).toMatchObject({ threads: 1, gpu: null, gflopsOneThread: null });
});
