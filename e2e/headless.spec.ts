import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from './fixtures/test.ts';
import type { Model } from '#core/model.ts';
import type { Report } from '#core/report.ts';
import { root } from '../scripts/project.ts';
import { countingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { assay, expectNoProcessLeft, startAssay, startAssayWith } from './fixtures/command-line.ts';
import { externalModel } from './fixtures/external-model.ts';
import { freeModel } from './fixtures/free-model.ts';
import { test } from './fixtures/hub-test.ts';
import { png } from '../companion/cli/png.ts';
import { samplePath } from './fixtures/run-page.ts';

async function digits(): Promise<Model> {
  return JSON.parse(await readFile(join(root, 'models/digits/model.json'), 'utf8')) as Model;
}

interface Detected {
  readonly label: string;
  readonly score: number;
  readonly box: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
}

test('device prints device facts and the duration of the measurement', async () => {
  const device = (await assay('device', '--json')) as { facts: { crossOriginIsolated: boolean }; tookMs: number };
  expect(device.facts.crossOriginIsolated).toBe(true);
  expect(device.tookMs).toBeGreaterThan(0);
});

test('bench prints a report whose link opens with the open command and in the app', async ({ page }) => {
  test.slow(); // a whole measurement, and three browsers in sequence
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

  const opened = await assay('open', printed.link, '--json');
  expect(opened).toMatchObject({ subject: { id: 'conv' }, cells: [{ steady: { medianMs: printed.steady.medianMs } }] });
  await page.goto(new URL(printed.link).hash);
  await expect(page.getByTestId('verdict')).toBeVisible();
});

test('run prints the objects found on the sample image', async () => {
  const { inputs, ...run } = (await assay('run', '--task', 'object-detection', '--input', samplePath, '--json')) as {
    inputs: { file: string; timing: unknown; result: Detected[] }[];
  };
  expect(run).toEqual({ task: 'object-detection', model: 'centernet', runtime: 'tfjs', device: 'wasm', threads: 1 });
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

test('run prints the digits read from two images', async () => {
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

test('inspect prints the facts of a model file', async () => {
  const facts = await assay('inspect', join(root, 'models/digits/model.onnx'), '--json');
  expect(facts).toMatchObject({ format: 'onnx', inputs: [{ dtype: 'float32' }] });
});

test.describe('a hub model', () => {
  test('is inspected from its header, and measured under the id in its link', async ({ hub }) => {
    hub.addFile('maker/model/onnx/digits.onnx', { head: await readFile(join(root, 'models/digits/model.onnx')) });
    const facts = await assay('inspect', '--model', 'maker/model', '--hub', hub.url, '--json');
    expect(facts).toMatchObject({ format: 'onnx', parameters: 32_058 }); // from models/digits/model.json
    const args = ['--model', 'maker/model', '--hub', hub.url, '--threads', '1', '--quick', '--json'];
    const { model, report } = (await assay('bench', ...args)) as { model: string; report: Report };
    expect(model).toBe('maker/model:onnx/digits.onnx');
    const { sha256 } = (await digits()).files[0]!;
    expect(report.subject).toMatchObject({ kind: 'model', sha256 });
  });

  test('missing on the hub exits with 1 and the reason', async ({ hub }) => {
    const ended = await startAssay('bench', '--model', 'maker/none', '--hub', hub.url).ended;
    expect(ended).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('responded with 404') });
  });
});

test('run exits with 1 for a non-image file and prints its error', async () => {
  const ended = await startAssay('run', '--task', 'digits', '--input', 'package.json', '--json').ended;
  expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('package.json') });
  expect(JSON.parse(ended.stdout)).toMatchObject({
    inputs: [{ file: 'package.json', error: { code: 'file-unreadable' } }],
  });
});

test('a browser that does not start is reported by name, with the fix', async () => {
  const ended = await startAssayWith({ CHROME_PATH: 'no-such-browser' }, 'device').ended;
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toMatch(
    /^The browser "no-such-browser" did not start; set CHROME_PATH to use another browser: .*\n$/,
  );
});

test('an image given as the model is rejected as an image, in the words of the app', async () => {
  const path = test.info().outputPath('cat.onnx');
  await writeFile(
    path,
    png(2, 2, () => 0),
  );
  const message =
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run.';
  const ended = await startAssay('run', '--task', 'digits', '--input', path, '--model', path, '--json').ended;
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toContain(`${message} (model-unknown)\n`);
});

test('bench runs a model with free dimensions at suggested sizes, which it names, or at those of --dims', async () => {
  test.slow(); // two measurements
  const path = test.info().outputPath('free.onnx');
  await writeFile(path, freeModel());
  const given = ['bench', '--model', path, '--quick', '--threads', '1', '--json'];
  const suggested = await startAssay(...given).ended;
  expect(suggested).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('sizes were used: length=512 (') });
  expect(JSON.parse(suggested.stdout)).toMatchObject({
    sizes: { length: 512 },
    report: { dimensions: { length: 512 } },
  });
  const set = await startAssay(...given, '--dims', 'length=64').ended;
  expect(JSON.parse(set.stdout)).toMatchObject({ model: 'free.onnx', sizes: { length: 64 } });
  expect(set.stderr).not.toContain('sizes were used');
});

test("bench opens a model with external data from the hub client's cache, given its folder", async () => {
  const [blobs, snapshot] = ['blobs', 'snapshots/abc'].map((path) => test.info().outputPath(path)) as [string, string];
  await mkdir(blobs, { recursive: true });
  await mkdir(snapshot, { recursive: true });
  const { graph, weights } = externalModel();
  await writeFile(join(blobs, '01'), graph);
  await writeFile(join(blobs, '02'), weights);
  await symlink('../../blobs/01', join(snapshot, 'net.onnx'));
  await symlink('../../blobs/02', join(snapshot, 'net.onnx.data'));
  const { report } = (await assay('bench', '--model', snapshot, '--quick', '--threads', '1', '--json')) as {
    report: Report;
  };
  expect(report).toMatchObject({ subject: { kind: 'files', id: 'net.onnx' } });
  expect(await assay('fit', join(snapshot, 'net.onnx'), '--json')).toMatchObject({ format: 'onnx', sizes: {} });
});

test('SIGINT during a measurement leaves no process behind', async () => expectNoProcessLeft('SIGINT', 130));

test('run prints the text generated from a prompt, with statistics', async () => {
  const { files } = countingLlama();
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, files.get('tiny.gguf') as Uint8Array);
  const given = ['--model', path, '--prompt', 'a', '--max-tokens', '5', '--greedy', '--threads', '1', '--json'];
  expect(await assay('run', '--task', 'text-generation', ...given)).toMatchObject({
    task: 'text-generation',
    model: 'tiny.gguf',
    runtime: 'wllama',
    device: 'wasm',
    threads: 1,
    // The model continues with the next letters.
    inputs: [
      {
        prompt: 'a',
        promptFormat: 'chat-template',
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

test('run formats a prompt by the chat template unless --raw is given, and reports which was used', async () => {
  test.slow(); // two browsers in sequence
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, countingLlama().files.get('tiny.gguf') as Uint8Array);
  const given = ['run', '--task', 'text-generation', '--model', path, '--greedy', '--threads', '1', '--json'];
  const raw = await startAssay(...given, '--raw', '--prompt', 'a', '--stop', 'ef', '--stop', 'zz').ended;
  expect(JSON.parse(raw.stdout)).toMatchObject({ inputs: [{ promptFormat: 'raw', result: { text: 'bcd' } }] });
  expect(raw.stderr).toContain('continued as plain text (--raw)');
  // The model ends the text after a 9.
  const empty = await startAssay(...given, '--prompt', '9').ended;
  expect(JSON.parse(empty.stdout)).toMatchObject({ inputs: [{ promptFormat: 'chat-template', result: { text: '' } }] });
  expect(empty.stderr).toContain("formatted by the model's chat template");
  expect(empty.stderr).toContain('the answer is empty');
});
