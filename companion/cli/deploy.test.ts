import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoadRamp } from '#bench/load-curve/ramp-load.ts';
import { createDeployment } from '#deploy/change-deployment.ts';
import { sampleVersion } from '#deploy/deployment.fixture.ts';
import type { Recovery } from '#deploy/staging/measure-recovery.ts';
import { toJson } from '#monitor/export/monitor-tables.ts';
import { WindowRecorder } from '#monitor/window-recorder.ts';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { encodePng } from './files/png.ts';
import type { NativeRollout } from './native/rollout-native.ts';
import { runCommand } from './run-command.fixture.ts';

let folder: string;
const toPath = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-deploy-'));
  const recorder = new WindowRecorder('a');
  const run = { version: 1, error: null, latencyMs: 12, waitMs: 1, inputBytes: 9, numbers: {} };
  for (let count = 0; count < 20; count++) recorder.add(run, 3_600_000);
  const version = { ...sampleVersion, threads: 2, note: 'first' };
  const deployment = createDeployment({ id: 'a', name: 'My digits', task: 'digits' }, version, 1);
  await writeFile(toPath('slot.json'), toJson('My digits', recorder.take(), deployment));
  await writeFile(toPath('newer.json'), toJson('My digits', [], { ...deployment, format: 99 }));
  // White bars, which are ones, labelled as ones and as sevens.
  for (const label of ['1', '7']) {
    await mkdir(toPath(`bars-${label}/${label}`), { recursive: true });
    await mkdir(toPath(`bars-${label}/cat`)); // a single folder would not count as a class
    await writeFile(
      toPath(`bars-${label}/cat/0.png`),
      encodePng(56, 56, () => 0),
    );
    for (let index = 0; index < 120; index++) {
      const left = 22 + (index % 8);
      const png = encodePng(56, 56, (x, y) => (x >= left && x < left + 6 && y > 7 && y < 48 ? 255 - index / 8 : 0));
      await writeFile(toPath(`bars-${label}/${label}/${index}.png`), png);
    }
  }
  const [bytes] = createContractModel().files.values();
  await writeFile(toPath('contract.onnx'), bytes as Uint8Array);
});
afterAll(() => rm(folder, { recursive: true }));

test('deploy lists the versions and the history of an exported deployment', async () => {
  const { code, printed } = await runCommand(['deploy', toPath('slot.json')]);
  expect(code).toBe(0);
  expect(printed).toContain('My digits (digits), 0 alerts');
  expect(printed).toMatch(/1 \* +digits +ort:wasm, 2 threads +first/);
  expect(printed).toMatch(/1970-01-01T00:00:00.001Z +switched +1/);
});

test('monitor prints the measures of an exported deployment, as a table, JSON and OpenMetrics', async () => {
  const { printed } = await runCommand(['monitor', toPath('slot.json')]);
  expect(printed).toMatch(/Latency, median +12 ms +20/);
  const json = JSON.parse((await runCommand(['monitor', toPath('slot.json'), '--json'])).printed) as {
    versions: { measures: { measure: string; value: number }[] }[];
  };
  expect(json.versions[0]!.measures).toContainEqual({ measure: 'latency-p50', value: 12, n: 20 });
  const metrics = await runCommand(['monitor', toPath('slot.json'), '--open-metrics']);
  expect(metrics.printed).toContain('assay_runs_total{deployment="My digits",version="1"} 20');
});

test.each(['monitor', 'deploy', 'monitor --open-metrics'])(
  '%s prints no control characters of a crafted file',
  async (command) => {
    const text = await readFile(toPath('slot.json'), 'utf8');
    // Clears the screen, sets the title of the window, and begins a sequence with a C1 control character.
    const crafted = text
      .replaceAll('My digits', String.raw`My \u001b[2J\u009b31mdigits\u0007`)
      .replaceAll('"first"', String.raw`"first\nA second line\u001b]0;title\u0007"`)
      .replace('"errors": {}', String.raw`"errors": {"a\u001bc": 1}`);
    await writeFile(toPath('crafted.json'), crafted);
    const [name, ...options] = command.split(' ');
    const { code, printed, logged } = await runCommand([name!, toPath('crafted.json'), ...options]);
    expect(code).toBe(0);
    expect(printed).toContain('digits');
    expect(printed + logged).not.toMatch(/(?![\n\t])\p{Cc}/u);
    expect(printed).not.toMatch(/^A second line/m);
  },
);

test.each([
  [['deploy', 'slot.txt'], 'there is no file "slot.txt"'],
  [['monitor'], 'expected one exported file'],
  [['deploy', '--task', 'digits'], '--current, --candidate and --data are required'],
  [['deploy', '--task', 'text-generation'], '--task must be a task with graphs'],
  [
    ['deploy', '--task', 'digits', '--current', 'digits', '--candidate', 'digits', '--data', '.'],
    '--slow-ms: Enter the time',
  ],
  [['stage', 'model.onnx'], '--latency is required'],
  [['stage', 'model.onnx', '--latency', 'fast'], '--latency is "fast"; expected milliseconds above 0'],
  [
    ['stage', 'model.onnx', '--latency', '5', '--target', 'companion:llama:cpu'],
    'expected an engine for tensor models',
  ],
  [['stage', 'models/digits/model.onnx', '--latency', '5', '--threads', '0'], '--threads'],
])('reports %j as a usage error', async (args, message) => {
  const { code, logged } = await runCommand(args);
  expect(code).toBe(2);
  expect(logged).toContain(message);
});

test('rejects a deployment of a later version of Assay', async () => {
  const { code, logged } = await runCommand(['deploy', toPath('newer.json')]);
  expect(code).toBe(1);
  expect(logged).toContain('99');
});

test.skipIf(await findSkipReason('ort'))(
  'stage raises the load on a native engine, and measures its recovery from a killed process',
  async () => {
    const args = [
      'stage',
      toPath('contract.onnx'),
      '--latency',
      '100000',
      '--max-requests',
      '2',
      '--dims',
      'n=2',
      '--json',
    ];
    const { code, printed, logged } = await runCommand(args);
    expect(printed, logged).not.toBe('');
    const { ramp, recovery } = JSON.parse(printed) as { ramp: LoadRamp; recovery: Recovery };
    expect(ramp).toMatchObject({ end: 'max-concurrency', maxWithinTarget: 2, levels: [{ size: 1 }, { size: 2 }] });
    expect(recovery.recoveryMs).toBeGreaterThan(0);
    expect(code).toBe(0);
  },
);

test.skipIf(await findSkipReason('ort'))(
  'deploy promotes an accurate candidate, and rejects an inaccurate one',
  async () => {
    const deploy = (data: string, maxErrors: string) => {
      const models = ['--current', 'digits', '--candidate', 'digits', '--data', toPath(data)];
      const limits = ['--slow-ms', '60000', '--max-errors', maxErrors, '--max-slow', '90', '--min-runs', '1'];
      return runCommand(['deploy', '--task', 'digits', ...models, ...limits, '--json']);
    };
    const promoted = await deploy('bars-1', '90');
    expect(promoted.printed, promoted.logged).not.toBe('');
    expect(JSON.parse(promoted.printed) as NativeRollout).toMatchObject({ outcome: 'promoted', why: null, share: 1 });
    expect(promoted.code).toBe(0);
    const rejected = await deploy('bars-7', '30');
    expect(JSON.parse(rejected.printed) as NativeRollout).toMatchObject({ outcome: 'rejected', why: 'error-rate' });
    expect(rejected.code).toBe(1);
  },
);
