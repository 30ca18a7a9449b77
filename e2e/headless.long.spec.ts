import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '#core/model/model.ts';
import type { Report } from '#core/report/report.ts';
import type { TextReport } from '#core/report/text-report.ts';
import { root } from '../scripts/project-root.ts';
import { encodePng } from '../companion/cli/files/png.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { runAssay, expectSignalLeavesNoProcess, startAssay, startAssayWithEnv } from './fixtures/command-line.ts';
import { buildExternalDataModel } from './fixtures/external-data-model.ts';
import { buildFreeDimensionModel } from './fixtures/free-dimension-model.ts';
import { test } from './fixtures/hub-test.ts';
import { expect } from './fixtures/test.ts';

async function readDigitsModel(): Promise<Model> {
  return JSON.parse(await readFile(join(root, 'models/digits/model.json'), 'utf8')) as Model;
}

test('SIGTERM during a measurement leaves no process behind', async () => expectSignalLeavesNoProcess('SIGTERM', 143));

test('bench prints the token rates of a language model, with a link that opens', async () => {
  test.slow(); // a whole measurement, and two browsers in sequence
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  const args = ['--model', path, '--threads', '1', '--context', '512', '--quick'];
  const printed = (await runAssay('bench', ...args, '--json')) as { link: string };
  expect(printed).toMatchObject({
    kind: 'text',
    model: 'tiny.gguf',
    engine: 'wllama',
    device: 'wasm',
    threads: 1,
    firstTokenMs: expect.any(Number),
    agreement: { verdict: 'identical', tokens: 32, same: 32 },
    validity: expect.stringMatching(/^(indicative|noisy)$/), // the validity is noisy if other tests keep the CPU busy
    report: { settings: { contextLength: 512 }, contextLength: 512 },
  });
  const { cells } = printed as unknown as TextReport;
  expect(cells.map(({ work, depth }) => `${work}, ${depth > 0 ? 'filled' : 'empty'} context`)).toEqual([
    'prompt, empty context',
    'generation, empty context',
    'prompt, filled context',
    'generation, filled context',
  ]);
  for (const { medianTokensPerS } of cells) expect(medianTokensPerS).toBeGreaterThan(0);
  const opened = await startAssay('open', printed.link).ended;
  expect(opened.stdout).toMatch(/tg\d+ @ d\d+[^]*Time to first token of a prompt of \d+/);
});

test('run and bench open the configuration that fit recommends', async () => {
  test.slow(); // one measurement of the device, and four browsers one after the other
  const profile = test.info().outputPath('device-profile.json');
  const runWithProfile = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await startAssayWithEnv({ ASSAY_DEVICE_PROFILE: profile }, ...args).ended;
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout) as unknown;
  };
  const image = test.info().outputPath('one.png');
  await writeFile(
    image,
    encodePng(56, 56, (x) => (x >= 25 && x < 31 ? 255 : 0)),
  );
  const runFit = async () => ((await runWithProfile('fit', 'digits', '--json')) as { recommend: object }).recommend;
  await runFit();
  const measured = JSON.parse(await readFile(profile, 'utf8')) as { threads: number; profile: object };
  test.skip(measured.threads === 1, 'this device has one thread');
  // One thread can only come from the profile, because it is not the engine's default.
  const changedProfile = {
    ...measured,
    profile: { ...measured.profile, isDisturbed: false, gpu: null, gflopsOneThread: 10, gflopsThreads: 1 },
  };
  await writeFile(profile, JSON.stringify(changedProfile));
  expect(await runFit()).toMatchObject({ engine: 'ort', device: 'wasm', threads: 1 });
  const run = await runWithProfile('run', '--task', 'digits', '--input', image, '--json');
  expect(run).toMatchObject({ device: 'wasm', threads: 1 });
  const { report } = (await runWithProfile('bench', '--model', 'digits', '--quick', '--json')) as { report: Report };
  expect(report.target).toMatchObject({
    requested: { device: 'wasm', threads: 1 },
    opened: { device: 'wasm', threads: 1 },
  });
});

test('fit opens a model with external data next to its graph', async () => {
  const { graph, weights } = buildExternalDataModel();
  const path = test.info().outputPath('net.onnx');
  await writeFile(path, graph);
  await writeFile(`${path}.data`, weights);
  expect(await runAssay('fit', path, '--json')).toMatchObject({ format: 'onnx' });
});

test('device prints device facts and the duration of the measurement', async () => {
  const device = (await runAssay('device', '--json')) as { facts: { crossOriginIsolated: boolean }; tookMs: number };
  expect(device.facts.crossOriginIsolated).toBe(true);
  expect(device.tookMs).toBeGreaterThan(0);
});

test('bench runs a model with free dimensions at suggested sizes or those of --dims', async () => {
  test.slow(); // two measurements
  const path = test.info().outputPath('free.onnx');
  await writeFile(path, buildFreeDimensionModel());
  const args = ['bench', '--model', path, '--quick', '--threads', '1', '--json'];
  const suggested = await startAssay(...args).ended;
  expect(suggested).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Used the suggested sizes length=512;'),
  });
  expect(JSON.parse(suggested.stdout)).toMatchObject({
    sizes: { length: 512 },
    report: { dimensions: { length: 512 } },
  });
  const withDims = await startAssay(...args, '--dims', 'length=64').ended;
  expect(JSON.parse(withDims.stdout)).toMatchObject({ model: 'free.onnx', sizes: { length: 64 } });
  expect(withDims.stderr).not.toContain('suggested sizes');
});

test('bench opens a model with external data from the cache of huggingface_hub, given its folder', async () => {
  const [blobs, snapshot] = ['blobs', 'snapshots/abc'].map((path) => test.info().outputPath(path)) as [string, string];
  await mkdir(blobs, { recursive: true });
  await mkdir(snapshot, { recursive: true });
  const { graph, weights } = buildExternalDataModel();
  await writeFile(join(blobs, '01'), graph);
  await writeFile(join(blobs, '02'), weights);
  await symlink('../../blobs/01', join(snapshot, 'net.onnx'));
  await symlink('../../blobs/02', join(snapshot, 'net.onnx.data'));
  const { report } = (await runAssay('bench', '--model', snapshot, '--quick', '--threads', '1', '--json')) as {
    report: Report;
  };
  expect(report).toMatchObject({ subject: { kind: 'files', id: 'net.onnx' } });
  expect(await runAssay('fit', join(snapshot, 'net.onnx'), '--json')).toMatchObject({ format: 'onnx', sizes: {} });
});

test('bench of a model missing on the Hub exits with 1 and the reason', async ({ hub }) => {
  const ended = await startAssay('bench', '--model', 'maker/none', '--hub', hub.url).ended;
  expect(ended).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('responded with 404') });
});

test('a Hub model is inspected from its header, and measured under the id in its link', async ({ hub }) => {
  hub.addFile('maker/model/onnx/digits.onnx', { head: await readFile(join(root, 'models/digits/model.onnx')) });
  const facts = await runAssay('inspect', '--model', 'maker/model', '--hub', hub.url, '--json');
  expect(facts).toMatchObject({ format: 'onnx', parameters: 32_058 }); // from models/digits/model.json
  const args = ['--model', 'maker/model', '--hub', hub.url, '--threads', '1', '--quick', '--json'];
  const { model, report } = (await runAssay('bench', ...args)) as { model: string; report: Report };
  expect(model).toBe('maker/model:onnx/digits.onnx');
  const { sha256 } = (await readDigitsModel()).files[0]!;
  expect(report.subject).toMatchObject({ kind: 'model', sha256 });
});
