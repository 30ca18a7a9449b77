import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report, TextReport } from '#core/report.ts';
import { png } from '../companion/cli/png.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { assay, expectNoProcessLeft, startAssay, startAssayWith } from './fixtures/command-line.ts';
import { externalModel } from './fixtures/external-model.ts';
import { expect, test } from './fixtures/test.ts';

const testData = process.env['ASSAY_TEST_DATA'];

test('SIGTERM during a measurement leaves no process behind', async () => expectNoProcessLeft('SIGTERM', 143));

test('bench prints the token rates of a language model, with a link that opens', async () => {
  test.slow(); // a whole measurement, and two browsers in sequence
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, countingLlama().files.get('tiny.gguf') as Uint8Array);
  const given = ['--model', path, '--threads', '1', '--context', '512', '--quick'];
  const printed = (await assay('bench', ...given, '--json')) as { link: string };
  expect(printed).toMatchObject({
    kind: 'text',
    model: 'tiny.gguf',
    runtime: 'wllama',
    device: 'wasm',
    threads: 1,
    firstTokenMs: expect.any(Number),
    agreement: { verdict: 'identical', tokens: 32, same: 32 },
    outcome: expect.stringMatching(/^(indicative|noisy)$/), // noisy if other tests keep the CPU busy
    report: { settings: { contextLength: 512 }, contextLength: 512 },
  });
  const { cells } = printed as unknown as TextReport;
  expect(cells.map(({ work, depth }) => `${work} ${depth > 0 ? 'after context' : 'without'}`)).toEqual([
    'prompt without',
    'generation without',
    'prompt after context',
    'generation after context',
  ]);
  for (const { medianTokensPerS } of cells) expect(medianTokensPerS).toBeGreaterThan(0);
  const opened = await startAssay('open', printed.link).ended;
  expect(opened.stdout).toMatch(/tg\d+ @ d\d+[^]*Time to first token of a prompt of \d+/);
});

test('run continues a prompt as plain text if the model has no chat template, and reports it', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  const model = join(testData ?? '', 'gguf/stories260K.gguf');
  const given = ['--model', model, '--prompt', 'Once upon a time', '--max-tokens', '8', '--greedy', '--json'];
  const ended = await startAssay('run', '--task', 'text-generation', ...given).ended;
  expect(JSON.parse(ended.stdout)).toMatchObject({
    inputs: [{ promptFormat: 'raw-no-template', result: { tokens: 8 } }],
  });
  expect(ended.stderr).toContain('has no chat template');
});

test('what fit recommends is what run and bench open', async () => {
  test.slow(); // one measurement of the device, and four browsers one after the other
  const profile = test.info().outputPath('device-profile.json');
  const command = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await startAssayWith({ ASSAY_DEVICE_PROFILE: profile }, ...args).ended;
    expect(exitCode, stderr).toBe(0);
    return JSON.parse(stdout) as unknown;
  };
  const image = test.info().outputPath('one.png');
  await writeFile(
    image,
    png(56, 56, (x) => (x >= 25 && x < 31 ? 255 : 0)),
  );
  const fit = async () => ((await command('fit', 'digits', '--json')) as { recommend: object }).recommend;
  await fit();
  const measured = JSON.parse(await readFile(profile, 'utf8')) as { threads: number; profile: object };
  test.skip(measured.threads === 1, 'this device has one thread');
  // One thread is not what the engine takes by itself, so it can only come from the profile.
  const changed = {
    ...measured,
    profile: { ...measured.profile, isDisturbed: false, gpu: null, gflopsOneThread: 10, gflopsThreads: 1 },
  };
  await writeFile(profile, JSON.stringify(changed));
  expect(await fit()).toMatchObject({ runtime: 'ort', device: 'wasm', threads: 1 });
  const run = await command('run', '--task', 'digits', '--input', image, '--json');
  expect(run).toMatchObject({ device: 'wasm', threads: 1 });
  const { report } = (await command('bench', '--model', 'digits', '--quick', '--json')) as { report: Report };
  expect(report.target).toMatchObject({
    requested: { device: 'wasm', threads: 1 },
    opened: { device: 'wasm', threads: 1 },
  });
});

test('run samples by seed, temperature and top-k', async () => {
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, countingLlama().files.get('tiny.gguf') as Uint8Array);
  const given = ['run', '--task', 'text-generation', '--model', path, '--threads', '1', '--json'];
  const sampling = ['--max-tokens', '12', '--temperature', '2', '--repeat', '1', '--seed', '4', '--top-k', '1'];
  expect(await assay(...given, '--prompt', 'a', ...sampling)).toMatchObject({
    inputs: [{ result: { text: 'bcdefghijklm' } }],
  });
});

test('fit opens a model with external data next to its graph', async () => {
  const { graph, weights } = externalModel();
  const path = test.info().outputPath('net.onnx');
  await writeFile(path, graph);
  await writeFile(`${path}.data`, weights);
  expect(await assay('fit', path, '--json')).toMatchObject({ format: 'onnx' });
});
