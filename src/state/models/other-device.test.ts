import { beforeEach, expect, test, vi } from 'vitest';
import type { ModelInspection } from './model-inspection.svelte.ts';
import { createSampleFacts } from '#planner/sample-facts.fixture.ts';
import { OtherDevice } from './other-device.svelte.ts';

const storage = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => storage.get(key) ?? null,
  setItem: (key: string, value: string) => void storage.set(key, value),
});

beforeEach(() => storage.clear());

const link = 'https://example.org/#/device?browser=Chrome+140&os=Android&gpu=Adreno&threads=8&oneThreadGflops=12';

/** An inspection of a model with 600 million operations, whose recommendations are recorded. */
function createInspection(profiles: unknown[] = []) {
  const facts = createSampleFacts({ flops: 600e6, weightBytes: 14e6, sizeBytes: 14e6 });
  const recommendFor = async (profile: unknown) => void profiles.push(profile);
  return { header: { facts }, contextLength: null, recommendFor } as unknown as ModelInspection;
}

test('the device in a link is chosen, and an unknown device is rejected with a list of known devices', () => {
  const devices = new OtherDevice();
  devices.open('raspberry-pi-5');
  expect(devices.linkValue).toBe('raspberry-pi-5');
  expect(() => devices.open('toaster')).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ choices: expect.stringContaining('edge-tpu') }) }),
  );
});

test('the forecast includes the time limit that was chosen', () => {
  const devices = new OtherDevice();
  devices.choose('raspberry-pi-5');
  expect(devices.forecast(createInspection())?.gates.map(({ gate }) => gate)).toEqual(['memory']);
  devices.maxRunMs = 33;
  expect(devices.forecast(createInspection())?.gates.map(({ gate }) => gate)).toEqual(['memory', 'latency']);
});

test('a device added from a link is stored, chosen and forecast from its measured speeds', async () => {
  const devices = new OtherDevice();
  expect(devices.add(link)).toBe(true);
  expect(devices.forecast(createInspection())).toBeNull();
  const profiles: unknown[] = [];
  await devices.recommend(createInspection(profiles));
  expect(profiles).toMatchObject([{ threads: 8, gflopsOneThread: 12 }]);
  const [stored] = new OtherDevice().linkedDevices;
  expect(stored?.summary).toMatchObject({ os: 'Android', oneThreadGflops: 12 });
});

test('adding the same link twice stores it once, and a removed device is forgotten', () => {
  const devices = new OtherDevice();
  devices.add(link);
  devices.add(link);
  expect(devices.linkedDevices).toHaveLength(1);
  devices.remove();
  expect(devices.linkValue).toBeNull();
  expect(new OtherDevice().linkedDevices).toEqual([]);
});

test.for(['https://example.org/', '#/device?auto=1', '#/device?browser=<b>&os=x&gpu=y', 'nonsense'])(
  'a text that is not the link of a device check is rejected: %s',
  (text) => {
    const devices = new OtherDevice();
    expect(devices.add(text)).toBe(false);
    expect(devices.error?.code).toBe('link-invalid');
    expect(devices.linkedDevices).toEqual([]);
  },
);
