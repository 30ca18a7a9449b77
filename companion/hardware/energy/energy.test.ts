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

async function writeTree(files: Readonly<Record<string, string>>) {
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
const rapl = 'sys/class/powercap/intel-rapl:0';
const battery = 'sys/class/power_supply/BAT0';

async function readCounters(files: SystemFiles, source: string, readGpus: () => Promise<NvidiaGpu[] | null> = noGpu) {
  const state = (await readEnergySources(files, readGpus)).find((found) => found.source === source);
  return state && 'counters' in state ? state.counters : [];
}

test('a machine without counters reports the reason for each source', async () => {
  const { files } = await writeTree({});
  expect(await readEnergySources(files, noGpu)).toEqual([
    { source: 'rapl', reason: 'no-counter' },
    { source: 'nvidia-smi', reason: 'no-tool' },
    { source: 'battery', reason: 'no-counter' },
  ]);
});

test.skipIf(process.getuid?.() === 0)('a counter that only root may read is not available', async () => {
  const { root, files } = await writeTree({ [`${rapl}/energy_uj`]: '1', [`${rapl}/name`]: 'package-0' });
  await chmod(join(root, rapl, 'energy_uj'), 0);
  expect(await readEnergySources(files, noGpu)).toContainEqual({ source: 'rapl', reason: 'permission' });
});

// As Linux reports them for a desktop processor: 262143328850 µJ is the range of its 32-bit counter.
test('RAPL measures the energy of a package across a wraparound of its counter', async () => {
  const { write, files } = await writeTree({
    [`${rapl}/name`]: 'package-0\n',
    [`${rapl}/energy_uj`]: '262143000000\n',
    [`${rapl}/max_energy_range_uj`]: '262143328850\n',
    [`${rapl}:0/name`]: 'core\n',
    [`${rapl}:0/energy_uj`]: '1\n',
  });
  const counters = await readCounters(files, 'rapl');
  expect(counters.map(({ name }) => name)).toEqual(['package-0']);
  const { result, energy } = await measureEnergy(counters, async () => {
    await write(`${rapl}/energy_uj`, '9671150\n');
    return 'done';
  });
  expect(result).toBe('done');
  expect(energy).toMatchObject([{ source: 'rapl', name: 'package-0' }]);
  expect(energy[0]?.joules).toBeCloseTo(10, 6); // 0.32885 J to the end of the range, 9.67115 J after it
});

// Linux's driver (intel_rapl_common.c) registers "psys" as a top-level zone next to the packages.
test('RAPL leaves out the platform zone, which covers the packages', async () => {
  const { files } = await writeTree({
    [`${rapl}/name`]: 'package-0\n',
    [`${rapl}/energy_uj`]: '1\n',
    'sys/class/powercap/intel-rapl:1/name': 'psys\n',
    'sys/class/powercap/intel-rapl:1/energy_uj': '2\n',
  });
  expect((await readCounters(files, 'rapl')).map(({ name }) => name)).toEqual(['package-0']);
});

test('a RAPL counter of unknown range has no energy after a wraparound', async () => {
  const { write, files } = await writeTree({ [`${rapl}/name`]: 'package-0', [`${rapl}/energy_uj`]: '9' });
  const [counter] = await readCounters(files, 'rapl');
  expect(await counter?.read()).toBe(9e-6);
  await write(`${rapl}/energy_uj`, '1');
  expect(await counter?.read()).toBeNull();
  await write(`${rapl}/energy_uj`, '20');
  expect(await counter?.read()).toBeNull();
});

test('the discharge of a battery is measured in watt-hours or ampere-hours', async () => {
  const { write, files } = await writeTree({
    [`${battery}/type`]: 'Battery',
    [`${battery}/status`]: 'Charging',
    [`${battery}/energy_now`]: '40000000',
    'sys/class/power_supply/AC/type': 'Mains',
  });
  expect(await readEnergySources(files, noGpu)).toContainEqual({ source: 'battery', reason: 'on-mains' });
  await write(`${battery}/status`, 'Discharging');
  const counters = await readCounters(files, 'battery');
  const { energy } = await measureEnergy(counters, () => write(`${battery}/energy_now`, '39990000'));
  expect(energy[0]?.joules).toBeCloseTo(36, 6); // 0.01 Wh

  const other = await writeTree({
    [`${battery}/type`]: 'Battery',
    [`${battery}/status`]: 'Discharging',
    [`${battery}/charge_now`]: '3000000',
    [`${battery}/voltage_now`]: '12000000',
  });
  const inAh = await readCounters(other.files, 'battery');
  const used = await measureEnergy(inAh, () => other.write(`${battery}/charge_now`, '2999000'));
  expect(used.energy[0]?.joules).toBeCloseTo(43.2, 6); // 1 mAh at 12 V
});

const gpu: NvidiaGpu = {
  index: 0,
  name: 'H200',
  driver: '570',
  memoryBytes: null,
  temperatureC: null,
  powerWatts: 100,
};

test('the power of a GPU is integrated over time', async () => {
  const { files } = await writeTree({});
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

test('one call of nvidia-smi reads the power of all GPUs', async () => {
  const { files } = await writeTree({});
  let calls = 0;
  const counters = await readCounters(files, 'nvidia-smi', async () => {
    calls += 1;
    return [gpu, { ...gpu, index: 1 }];
  });
  calls = 0;
  expect(await Promise.all(counters.map((counter) => counter.read()))).toEqual([0, 0]);
  expect(calls).toBe(1);
});

test('a GPU whose power could not be read once has no energy', async () => {
  const { files } = await writeTree({});
  let powerWatts: number | null = 100;
  const [counter] = await readCounters(files, 'nvidia-smi', async () => [{ ...gpu, powerWatts }]);
  expect(await counter?.read()).toBe(0);
  powerWatts = null;
  expect(await counter?.read()).toBeNull();
  powerWatts = 100;
  expect(await counter?.read()).toBeNull();
});

test('the uncertainty covers two steps and two updates of the counter', async () => {
  let joules = 0;
  const counter = (read: EnergyCounter['read']): EnergyCounter => ({
    source: 'rapl',
    name: 'x',
    resolutionJ: 0.5,
    updateMs: 1_000_000, // longer than the work: any of its energy may be missing or counted twice
    read,
  });
  const unreadable = counter(async () => null); // is omitted
  const { energy } = await measureEnergy([counter(async () => joules), unreadable], async () => {
    joules = 10;
  });
  expect(energy).toHaveLength(1);
  expect(energy[0]).toMatchObject({ joules: 10, uncertaintyJ: 2 * 0.5 + 2 * 10 });
});

test('the measured power of a run lists the reasons for missing sources', async () => {
  const { write, files } = await writeTree({ [`${rapl}/name`]: 'package-0', [`${rapl}/energy_uj`]: '0' });
  const { power, readings } = await measurePower(files, 'cpu', 400, async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await write(`${rapl}/energy_uj`, '3000000');
  });
  expect(power).toMatchObject({
    counters: [{ source: 'rapl', name: 'package-0' }],
    missing: [{ source: 'nvidia-smi' }, { source: 'battery', reason: 'no-counter' }],
    gridGramsPerKwh: 400,
  });
  expect(readings.length).toBeGreaterThan(0);
  const { watts } = power.counters[0]!;
  expect(watts).toBeLessThan(30); // 3 J in at least 0.1 s
  expect(watts).toBeGreaterThan(0);
});

test("the energy of an inference is proportional to its fraction of the run's time", () => {
  const counters = [{ source: 'rapl', name: 'package-0', watts: 30, uncertaintyW: 0.3 }] as const;
  expect(computeEnergy({ counters, missing: [], gridGramsPerKwh: null }, 20)).toEqual({
    counters: [{ source: 'rapl', name: 'package-0', watts: 30, joules: 0.6, uncertaintyJ: 0.006 }],
    missing: [],
    gridGramsPerKwh: null,
  });
});
