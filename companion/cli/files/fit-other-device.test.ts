import { expect, test } from 'vitest';
import { fitOtherDevice } from './fit-other-device.ts';

const deviceLink =
  'https://assay.example/#/device?browser=Chromium%20156&os=Linux&gpu=none&cores=2&threads=2&oneThreadGflops=0.1&threadsGflops=0.2';
const model = 'models/cifar10/model.onnx';

const fitWithin = (maxMs: number | undefined) =>
  fitOtherDevice(model, { device: deviceLink, hub: undefined, dims: undefined, contextLength: undefined, maxMs });

test('fails on the device of a link if the whole forecast range exceeds the time limit', async () => {
  const { hasFailed, text, json } = await fitWithin(1);
  expect(hasFailed).toBe(true);
  expect(json).toMatchObject({ gates: [{ gate: 'latency', limit: 1, state: 'fail' }] });
  expect(text).toMatch(/at most 1 ms +fail/);
});

test('passes on the device of a link within the time limit, and without one', async () => {
  expect((await fitWithin(3_600_000)).hasFailed).toBe(false);
  expect(await fitWithin(undefined)).toMatchObject({ hasFailed: false, json: { gates: [] } });
});
