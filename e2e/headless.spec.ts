import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../scripts/project.ts';
import { tinyLlama } from '../src/runtimes/wllama/tiny-llama.ts';
import { descendantsOf, isAlive, startAssay } from './fixtures/command-line.ts';
import { png } from './fixtures/png.ts';

const samplePath = join(root, 'src/ui/run/sample/desk.webp');
const testData = process.env['ASSAY_TEST_DATA'];

interface Detected {
  readonly label: string;
  readonly score: number;
  readonly box: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
}

async function assay(...args: string[]) {
  const { exitCode, stdout, stderr } = await startAssay(...args).ended;
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as unknown;
}

test('device prints what was measured here', async () => {
  const device = (await assay('device', '--json')) as { facts: { crossOriginIsolated: boolean }; tookMs: number };
  expect(device.facts.crossOriginIsolated).toBe(true);
  expect(device.tookMs).toBeGreaterThan(0);
});

test('bench prints a report whose link opens by command and in the app', async ({ page }) => {
  test.slow();
  const file = test.info().outputPath('report.json');
  const printed = (await assay(
    'bench',
    '--workload',
    'conv',
    '--threads',
    '1',
    '--quick',
    '--json',
    '--out',
    file,
  )) as {
    link: string;
    steady: { medianMs: number };
  };
  expect(printed).toMatchObject({
    workload: 'conv',
    runtime: 'ort',
    device: 'wasm',
    threads: 1,
    phases: { createMs: expect.any(Number), firstMs: expect.any(Number), warmupRuns: expect.any(Number) },
    steady: { medianMs: expect.any(Number), madMs: expect.any(Number), n: expect.any(Number) },
    agreement: { metric: 'cosine', value: expect.any(Number), verdict: 'expected' },
    flags: expect.arrayContaining(['indicative']),
  });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(printed);

  const held = await assay('open', printed.link, '--json');
  expect(held).toMatchObject({ subject: { id: 'conv' }, cells: [{ steady: { medianMs: printed.steady.medianMs } }] });
  await page.goto(new URL(printed.link).hash);
  await expect(page.getByTestId('verdict')).toBeVisible();
});

test('run finds what is on a picture', async () => {
  const { inputs, ...run } = (await assay('run', '--task', 'object-detection', '--input', samplePath, '--json')) as {
    inputs: { file: string; timing: unknown; result: Detected[] }[];
  };
  expect(run).toEqual({ task: 'object-detection', model: 'centernet', runtime: 'tfjs', device: 'wasm' });
  expect(inputs).toHaveLength(1);
  expect(inputs[0]).toMatchObject({
    file: 'desk.webp',
    timing: { preMs: expect.any(Number), inferenceMs: expect.any(Number), postMs: expect.any(Number) },
  });
  const labels = inputs[0]?.result.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['clock', 'laptop']));
  expect(inputs[0]?.result[0]?.box).toEqual({
    x: expect.any(Number),
    y: expect.any(Number),
    width: expect.any(Number),
    height: expect.any(Number),
  });
});

test('run reads pictures of digits that were made on the spot', async () => {
  const [one, seven] = ['one.png', 'seven.png'].map((name) => test.info().outputPath(name)) as [string, string];
  await writeFile(
    one,
    png(56, 56, (x, y) => (x >= 25 && x < 31 && y >= 10 && y < 46 ? 255 : 0)),
  );
  const isSeven = (x: number, y: number) =>
    (y >= 10 && y < 15 && x >= 16 && x < 40) || (y >= 15 && y < 46 && Math.abs(x - (38 - (y - 15) * 0.45)) < 3);
  await writeFile(
    seven,
    png(56, 56, (x, y) => (isSeven(x, y) ? 255 : 0)),
  );
  const { inputs } = (await assay('run', '--task', 'digits', '--input', one, '--input', seven, '--json')) as {
    inputs: { result: { digit: number } }[];
  };
  expect(inputs.map(({ result }) => result.digit)).toEqual([1, 7]);
});

test('run finds the bus and the people of a photograph', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  const bus = join(testData ?? '', 'data-images/detect/bus.jpg');
  const { inputs } = (await assay('run', '--task', 'object-detection', '--input', bus, '--json')) as {
    inputs: { result: Detected[] }[];
  };
  const sure = inputs[0]?.result.filter(({ score }) => score > 0.4).map(({ label }) => label) ?? [];
  // The library that ships the model finds, on the same picture: persons .76 .60 .58, bus .51.
  expect(sure.sort()).toEqual(['bus', 'person', 'person', 'person']);
});

test('inspect says what a model file is', async () => {
  const facts = await assay('inspect', join(root, 'models/digits/model.onnx'), '--json');
  expect(facts).toMatchObject({ format: 'onnx', inputs: [{ dtype: 'float32' }] });
});

test('run tells of a picture that is none, and ends with 1', async () => {
  const ended = await startAssay('run', '--task', 'digits', '--input', 'package.json', '--json').ended;
  expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('package.json') });
  expect(JSON.parse(ended.stdout)).toMatchObject({
    inputs: [{ file: 'package.json', error: { code: 'file-unreadable' } }],
  });
});

for (const [what, args, exitCode, message] of [
  ['no such command', ['weigh'], 2, 'unknown command "weigh"'],
  ['an unknown option', ['device', '--fast'], 2, '--fast'],
  ['an unknown workload', ['bench', '--workload', 'sort'], 2, 'conv, encoder, decoder'],
  ['a workload and a model', ['bench', '--workload', 'conv', '--model', 'digits'], 2, 'one of'],
  ['an unknown model', ['bench', '--model', 'no-such-model'], 2, 'neither a file nor one of the models'],
  ['a missing picture', ['run', '--task', 'digits', '--input', 'no-such.png'], 2, 'no-such.png'],
  ['a folder for a picture', ['run', '--task', 'digits', '--input', 'companion'], 2, 'is a folder'],
  ['a missing model', ['inspect', 'no-such.onnx'], 2, 'no-such.onnx'],
  ['a link to a page', ['open', '#/device'], 2, 'this link holds no result'],
  ['a workload on tfjs', ['bench', '--workload', 'conv', '--runtime', 'tfjs'], 2, 'runtime ort only'],
  ['no folder to write to', ['bench', '--workload', 'conv', '--out', 'no-such/report.md'], 2, 'no writable folder'],
  ['an unknown task', ['run', '--task', 'juggling', '--input', samplePath], 2, 'juggling'],
  ['a link that was cut', ['open', '#/r/AbCd'], 1, 'link-invalid'],
] as const) {
  test(`${what} ends with ${exitCode}, the reason, and an empty stdout`, async () => {
    const ended = await startAssay(...args).ended;
    expect(ended).toMatchObject({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(message);
  });
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} in the middle of a run leaves no process behind`, async () => {
    test.skip(process.platform === 'win32', 'no such signals on Windows');
    const { child, ended } = startAssay('bench', '--workload', 'conv', '--full', '--json');
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: string) => text.includes('warm-up') && resolve());
      void ended.then(() => resolve());
    });
    const processes = descendantsOf(child.pid ?? 0);
    expect(processes.length, 'the browser has processes').toBeGreaterThan(2);
    child.kill(signal);
    expect(await ended).toMatchObject({ exitCode, stdout: '' });
    await expect.poll(() => processes.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });
}

test('run goes on from a text', async () => {
  const { files } = tinyLlama();
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, files.get('tiny.gguf') as Uint8Array);
  const given = ['--model', path, '--prompt', 'a', '--max-tokens', '5', '--greedy', '--threads', '1', '--json'];
  expect(await assay('run', '--task', 'text-generation', ...given)).toMatchObject({
    task: 'text-generation',
    model: 'tiny.gguf',
    runtime: 'wllama',
    device: 'wasm',
    threads: 1,
    // The model's letters follow one another.
    inputs: [
      {
        prompt: 'a',
        result: {
          text: 'bcdef',
          tokens: 5,
          ttftMs: expect.any(Number),
          prefillTokensPerS: expect.any(Number),
          decodeTokensPerS: expect.any(Number),
        },
      },
    ],
  });
});

test('run refuses a text that cannot be, in words', async () => {
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, tinyLlama().files.get('tiny.gguf') as Uint8Array);
  const command = ['run', '--task', 'text-generation', '--model', path];
  const noPrompt = await startAssay(...command).ended;
  expect(noPrompt).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('give a --prompt') });
  const lots = await startAssay(...command, '--prompt', 'a', '--max-tokens', 'lots').ended;
  expect(lots).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('max is “lots”') });
});
