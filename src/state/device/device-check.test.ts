import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PressureState } from '#device/power-facts.ts';
import { DeviceCheck } from './device-check.svelte.ts';

const { measureDevice, recordDeviceCheck } = vi.hoisted(() => ({ measureDevice: vi.fn(), recordDeviceCheck: vi.fn() }));
/** Reports a pressure state to the check. */
let reportPressure: (state: PressureState) => void;

vi.mock('#bridge/spawn-worker.ts', () => ({ spawnWorker: () => ({}) }));
vi.mock('#device/measure-device.ts', () => ({ measureDevice, measurementIds: ['copy', 'storage'] }));
vi.mock('#device/power-facts.ts', () => ({
  readPowerFacts: async () => null,
  watchPressure: (onChange: typeof reportPressure) => {
    reportPressure = onChange;
    return () => {};
  },
}));
vi.mock('./device-facts.svelte.ts', () => ({
  deviceFacts: {
    basic: { browser: 'Chrome 156', threads: 2 },
    read: async () => ({ browser: 'Chrome 156', threads: 2 }),
  },
}));
vi.mock('./device-summary.ts', () => ({ summariseDevice: () => ({}) }));
vi.mock('../results/record-device-check.ts', () => ({ recordDeviceCheck }));

let check: DeviceCheck;
beforeEach(() => {
  vi.stubGlobal('location', new URL('https://assay.test/'));
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  check = new DeviceCheck();
});
afterEach(() => {
  check.close();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

test.each([
  ['is quiet', false, 'nominal', undefined],
  ['disturbs the measurement twice', true, 'nominal', true],
  ['has serious CPU pressure before it', false, 'serious', true],
] as const)('the speeds of a device that %s are marked accordingly', async (_, isDisturbed, pressure, expected) => {
  measureDevice.mockResolvedValue(isDisturbed);
  reportPressure(pressure);
  await check.run();
  expect(check.report?.isDisturbed).toBe(expected);
});

test('CPU pressure that is reported during a check is shown only if it lasts after it', async () => {
  vi.useFakeTimers();
  try {
    for (const [last, expected] of [
      ['nominal', 'nominal'],
      ['critical', 'critical'],
    ] as const) {
      measureDevice.mockImplementation(async () => {
        reportPressure('critical');
        if (last === 'nominal') reportPressure(last);
        return false;
      });
      await check.run();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(check.pressure).toBe(expected);
    }
  } finally {
    vi.useRealTimers();
  }
});

test('the record of a check states whether the user requested it', async () => {
  measureDevice.mockResolvedValue(false);
  await check.run();
  await check.run(true);
  expect(recordDeviceCheck.mock.calls.map(([, , isRequested]) => isRequested as boolean)).toEqual([false, true]);
});

test('the last check is shown again only in the same browser version', async () => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
  });
  expect(check.restore()).toBe(false);
  measureDevice.mockImplementation(async (_, { onOutcome }: { onOutcome: (id: string, outcome: unknown) => void }) => {
    onOutcome('copy', { value: 7 });
    return false;
  });
  await check.run();
  const { report, measuredAt } = check;
  check.close();
  check = new DeviceCheck();
  expect(check.restore()).toBe(true);
  expect(check).toMatchObject({ status: 'done', report, measuredAt, speeds: { copy: { value: 7 } } });
  items.set('assay.device-check', items.get('assay.device-check')!.replace('Chrome 156', 'Chrome 155'));
  expect(new DeviceCheck().restore()).toBe(false);
});

test('an automatic check continues one whose page was left, and a requested check starts over', async () => {
  measureDevice.mockImplementationOnce((_, { onOutcome }: { onOutcome: (id: string, outcome: unknown) => void }) => {
    onOutcome('copy', { value: 1 });
    return new Promise(() => {}); // until the page is left
  });
  void check.run();
  await vi.waitFor(() => expect(check.speeds).toEqual({ copy: { value: 1 } }));
  check.close();
  measureDevice.mockResolvedValue(false);
  check = new DeviceCheck();
  await check.run();
  expect(check.report?.speeds).toEqual({ copy: { value: 1 } });
  await check.run(true);
  const ids = measureDevice.mock.calls.map(([, options]) => (options as { ids: readonly string[] }).ids);
  expect(ids).toEqual([['copy', 'storage'], ['storage'], ['copy', 'storage']]);
});
