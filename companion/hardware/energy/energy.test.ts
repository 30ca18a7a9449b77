import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { computeEnergy } from '#bench/report/energy.ts';
import type { NvidiaGpu } from '#core/engine/hardware.ts';
import { SystemFiles } from '../system-files.ts';
import type { EnergyCounter } from './counter.ts';
import { measureEnergy } from './meter.ts';
import { measurePower } from './measure-power.ts';
import { readEnergySources } from './sources.ts';

async function writeSystemFiles(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'assay-energy-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { root, write, files: new SystemFiles(root) };
}

const noGpu = async () => null;
const raplPath = 'sys/class/powercap/intel-rapl:0';
const batteryPath = 'sys/class/power_supply/BAT0';

async function readCounters(files: SystemFiles, source: string, readGpus: () => Promise<NvidiaGpu[] | null> = noGpu) {
  const state = (await readEnergySources(files, readGpus)).find((candidate) => candidate.source === source);
  return state && 'counters' in state ? state.counters : [];
}

test('reports the reason why a source has no counters', async () => {
  const { files } = await writeSystemFiles({});
  expect(await readEnergySources(files, noGpu)).toEqual([
    { source: 'rapl', reason: 'no-counter' },
    { source: 'nvidia-smi', reason: 'no-tool' },
    { source: 'battery', reason: 'no-counter' },
  ]);
});

test.skipIf(process.getuid?.() === 0)('reports a counter that only root may read as unavailable', async () => {
  const { root, files } = await writeSystemFiles({ [`${raplPath}/energy_uj`]: '1', [`${raplPath}/name`]: 'package-0' });
  await chmod(join(root, raplPath, 'energy_uj'), 0);
  expect(await readEnergySources(files, noGpu)).toContainEqual({ source: 'rapl', reason: 'permission' });
});

// The values of a desktop processor on Linux, whose 32-bit counter has a range of 262143328850 µJ.
test('measures the energy of a package across a wraparound of its RAPL counter', async () => {
  const { write, files } = await writeSystemFiles({
    [`${raplPath}/name`]: 'package-0\n',
    [`${raplPath}/energy_uj`]: '262143000000\n',
    [`${raplPath}/max_energy_range_uj`]: '262143328850\n',
    [`${raplPath}:0/name`]: 'core\n',
    [`${raplPath}:0/energy_uj`]: '1\n',
  });
  const counters = await readCounters(files, 'rapl');
  expect(counters.map(({ name }) => name)).toEqual(['package-0']);
  const { result, energy } = await measureEnergy(counters, async () => {
    await write(`${raplPath}/energy_uj`, '9671150\n');
    return 'done';
  });
  expect(result).toBe('done');
  expect(energy).toMatchObject([{ source: 'rapl', name: 'package-0' }]);
  expect(energy[0]?.joules).toBeCloseTo(10, 6); // 0.32885 J to the end of the range, 9.67115 J after it
});

// Linux's driver (intel_rapl_common.c) registers "psys" as a top-level zone next to the packages.
test('leaves out the RAPL zone of the platform, which covers the packages', async () => {
  const { files } = await writeSystemFiles({
    [`${raplPath}/name`]: 'package-0\n',
    [`${raplPath}/energy_uj`]: '1\n',
    'sys/class/powercap/intel-rapl:1/name': 'psys\n',
    'sys/class/powercap/intel-rapl:1/energy_uj': '2\n',
  });
  expect((await readCounters(files, 'rapl')).map(({ name }) => name)).toEqual(['package-0']);
});

test('returns no energy after a wraparound of a RAPL counter with an unknown range', async () => {
  const { write, files } = await writeSystemFiles({
    [`${raplPath}/name`]: 'package-0',
    [`${raplPath}/energy_uj`]: '9',
  });
  const [createCounter] = await readCounters(files, 'rapl');
  expect(await createCounter?.read()).toBe(9e-6);
  await write(`${raplPath}/energy_uj`, '1');
  expect(await createCounter?.read()).toBeNull();
  await write(`${raplPath}/energy_uj`, '20');
  expect(await createCounter?.read()).toBeNull();
});

test('measures the discharge of batteries that report watt-hours or ampere-hours', async () => {
  const { write, files } = await writeSystemFiles({
    [`${batteryPath}/type`]: 'Battery',
    [`${batteryPath}/status`]: 'Charging',
    [`${batteryPath}/energy_now`]: '40000000',
    'sys/class/power_supply/AC/type': 'Mains',
  });
  expect(await readEnergySources(files, noGpu)).toContainEqual({ source: 'battery', reason: 'on-mains' });
  await write(`${batteryPath}/status`, 'Discharging');
  const counters = await readCounters(files, 'battery');
  const { energy } = await measureEnergy(counters, () => write(`${batteryPath}/energy_now`, '39990000'));
  expect(energy[0]?.joules).toBeCloseTo(36, 6); // 0.01 Wh

  const other = await writeSystemFiles({
    [`${batteryPath}/type`]: 'Battery',
    [`${batteryPath}/status`]: 'Discharging',
    [`${batteryPath}/charge_now`]: '3000000',
    [`${batteryPath}/voltage_now`]: '12000000',
  });
  const chargeCounters = await readCounters(other.files, 'battery');
  const discharge = await measureEnergy(chargeCounters, () => other.write(`${batteryPath}/charge_now`, '2999000'));
  expect(discharge.energy[0]?.joules).toBeCloseTo(43.2, 6); // 1 mAh at 12 V
});

const gpu: NvidiaGpu = {
  index: 0,
  name: 'H200',
  driver: '570',
  memoryBytes: null,
  temperatureC: null,
  powerWatts: 100,
};

test('integrates the power of a GPU over time', async () => {
  const { files } = await writeSystemFiles({});
  const counters = await readCounters(files, 'nvidia-smi', async () => [gpu]);
  const { energy } = await measureEnergy(counters, () => new Promise((resolve) => setTimeout(resolve, 50)));
  const { joules = 0, ms = 0 } = energy[0] ?? {};
  expect(ms).toBeGreaterThan(40);
  expect(joules).toBeGreaterThan((100 * 40) / 1000);
  const unmetered = [{ ...gpu, powerWatts: null }];
  expect(await readEnergySources(files, async () => unmetered)).toContainEqual({
    source: 'nvidia-smi',
    reason: 'no-counter',
  });
});

test('reads the power of all GPUs by one call of nvidia-smi', async () => {
  const { files } = await writeSystemFiles({});
  let calls = 0;
  const counters = await readCounters(files, 'nvidia-smi', async () => {
    calls += 1;
    return [gpu, { ...gpu, index: 1 }];
  });
  calls = 0;
  expect(await Promise.all(counters.map((createCounter) => createCounter.read()))).toEqual([0, 0]);
  expect(calls).toBe(1);
});

test('returns no energy after the power of a GPU could not be read once', async () => {
  const { files } = await writeSystemFiles({});
  let powerWatts: number | null = 100;
  const [createCounter] = await readCounters(files, 'nvidia-smi', async () => [{ ...gpu, powerWatts }]);
  expect(await createCounter?.read()).toBe(0);
  powerWatts = null;
  expect(await createCounter?.read()).toBeNull();
  powerWatts = 100;
  expect(await createCounter?.read()).toBeNull();
});

test('includes two steps and two updates of the counter in the uncertainty', async () => {
  let joules = 0;
  const createCounter = (read: EnergyCounter['read']): EnergyCounter => ({
    source: 'rapl',
    name: 'x',
    resolutionJ: 0.5,
    updateMs: 1_000_000, // longer than the work, so that all of its energy may be missing or counted twice
    read,
  });
  const unreadable = createCounter(async () => null); // a counter without readings is omitted from the result
  const { energy } = await measureEnergy([createCounter(async () => joules), unreadable], async () => {
    joules = 10;
  });
  expect(energy).toHaveLength(1);
  expect(energy[0]).toMatchObject({ joules: 10, uncertaintyJ: 2 * 0.5 + 2 * 10 });
});

/** A counter of constant power, each of whose readings takes a while. */
const createSlowCounter = (watts: number, readMs: number): EnergyCounter => ({
  source: 'battery',
  name: 'BAT0',
  resolutionJ: 0,
  updateMs: 0,
  async read() {
    await new Promise((resolve) => setTimeout(resolve, readMs));
    return (watts * performance.now()) / 1000;
  },
});

test('divides the energy by the time between the readings, even if they are slow', async () => {
  const { energy } = await measureEnergy([createSlowCounter(20, 100)], async () => {});
  const [{ joules, ms, powersW } = { joules: 0, ms: 0, powersW: [] }] = energy;
  expect(ms).toBeGreaterThan(90); // at least the duration of the last reading
  expect((1000 * joules) / ms).toBeCloseTo(20, 0);
  expect(powersW).toHaveLength(1);
  expect(powersW[0]).toBeCloseTo(20, 0);
});

test('returns no energy of a counter that fails, and the result of the work', async () => {
  const failing = { ...createSlowCounter(1, 0), read: () => Promise.reject(new Error('read failed')) };
  expect(await measureEnergy([failing], async () => 'done')).toEqual({ result: 'done', energy: [] });
});

test('lists the reasons for missing sources along with the measured power', async () => {
  const { write, files } = await writeSystemFiles({
    [`${raplPath}/name`]: 'package-0',
    [`${raplPath}/energy_uj`]: '0',
  });
  const { power, powersW } = await measurePower(files, 'cpu', 400, async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await write(`${raplPath}/energy_uj`, '3000000');
  });
  expect(power).toMatchObject({
    counters: [{ source: 'rapl', name: 'package-0' }],
    missing: [{ source: 'nvidia-smi' }, { source: 'battery', reason: 'no-counter' }],
    gridGramsPerKwh: 400,
  });
  expect(powersW.length).toBeGreaterThan(0);
  const { watts } = power.counters[0]!;
  expect(watts).toBeLessThan(30); // 3 J in at least 0.1 s
  expect(watts).toBeGreaterThan(0);
});

test("attributes energy to an inference in proportion to its fraction of the run's time", () => {
  const counters = [{ source: 'rapl', name: 'package-0', watts: 30, uncertaintyW: 0.3 }] as const;
  expect(computeEnergy({ counters, missing: [], gridGramsPerKwh: null }, 20)).toEqual({
    counters: [{ source: 'rapl', name: 'package-0', watts: 30, joules: 0.6, uncertaintyJ: 0.006 }],
    missing: [],
    gridGramsPerKwh: null,
  });
});
