import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EvaluationSummary } from '#share/report-link/evaluation-summary.ts';
import type { RunSummary } from '#share/export/run-export.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { findSkipReason } from '../../engines/engine-under-test.fixture.ts';
import { encodePng } from '../files/png.ts';
import { runCommand } from '../run-command.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-native-'));
  // As in `e2e/evaluate.spec.ts`: white bars, one labelled as a seven, one labelled as no digit, and one file that is
  // not an image.
  const drawBar = (left: number) =>
    encodePng(56, 56, (x, y) => (x >= left && x < left + 6 && y > 7 && y < 48 ? 255 : 0));
  const files = {
    '1/a.png': drawBar(25),
    '1/b.png': drawBar(22),
    '7/c.png': drawBar(28),
    'cat/d.png': drawBar(20),
    '1/e.png': 'no',
  };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, 'bars', path, '..'), { recursive: true });
    await writeFile(join(folder, 'bars', path), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const runAssay = (...args: string[]) => runCommand(args);

async function runAndReadResult<Result>(...args: string[]): Promise<Result> {
  const { printed, logged } = await runAssay(...args, '--json');
  expect(printed, logged).not.toBe('');
  return JSON.parse(printed) as Result;
}

const target = ['--target', 'companion:ort:cpu'];
const createDigitsArgs = () => ['--task', 'digits', '--data', join(folder, 'bars'), ...target];

describe.skipIf(await findSkipReason('ort'))('with native onnxruntime, without a browser', () => {
  test('eval scores the items of a folder, and lists unmatched classes and unreadable files', async () => {
    const { report, failed, unmatchedClasses } = await runAndReadResult<EvaluationSummary>(
      'eval',
      ...createDigitsArgs(),
    );
    expect(report.scores.find(({ metric }) => metric === 'top-1')).toMatchObject({ value: 2 / 3, n: 3 });
    expect(failed).toMatchObject([{ path: '1/e.png', code: 'file-unreadable' }]);
    expect(unmatchedClasses).toEqual(['cat']);
    expect(report.target.opened).toMatchObject({ host: 'companion', engine: 'ort', device: 'cpu' });
    expect(report.subject).toMatchObject({ kind: 'model', id: 'digits' });
    expect(report.environment.kind).toBe('native');
    const { counters, missing } = report.energy!;
    expect(counters.length + missing.length).toBeGreaterThan(0); // each is measured or has the reason why it is not
  });

  test('gate exits with 0, 1 or 3 according to its verdict', async () => {
    const gate = async (gates: object, ...extraArgs: string[]) => {
      const path = join(folder, 'gates.json');
      await writeFile(path, JSON.stringify({ version: 1, gates }));
      return runAssay('gate', ...createDigitsArgs(), '--candidate', 'digits', '--gates', path, ...extraArgs);
    };
    const size = (limit: number) => ({ 'model-size': { limit, unit: 'bytes', severity: 'error' } });
    const hallmark = join(folder, 'digits.hallmark.json');
    const passed = await gate(size(1e6), '--hallmark', hallmark);
    expect(passed.code, passed.logged).toBe(0);
    expect((await gate(size(1))).code).toBe(1);
    expect((await gate({ 'hosts-contacted': 'error' })).code).toBe(3); // not measured, because no browser recorded requests
    const again = await runAssay('gate', ...createDigitsArgs(), '--candidate', 'digits', '--baseline', hallmark);
    expect([again.code, again.printed]).toEqual([0, expect.stringContaining('Nothing else changed') as string]);
    const signed = JSON.parse(await readFile(hallmark, 'utf8')) as { payload: string };
    expect(JSON.parse(Buffer.from(signed.payload, 'base64').toString())).toMatchObject({
      predicate: { task: 'digits' },
    });
  });

  test('eval compares with the same model on another target', async () => {
    const { comparison, baseline } = await runAndReadResult<EvaluationSummary>(
      'eval',
      ...createDigitsArgs(),
      '--baseline-target',
      'companion:ort:cpu',
    );
    expect(baseline?.target.opened).toMatchObject({ host: 'companion', engine: 'ort' });
    expect(comparison).toMatchObject({ counts: { onlyBaseline: 0, onlyCandidate: 0 } });
  });

  test('run prints a result for each image, and fails if an image is unreadable', async () => {
    const inputs = ['--input', join(folder, 'bars/1/a.png'), join(folder, 'bars/1/e.png')];
    const { code, printed } = await runAssay('run', '--task', 'digits', ...target, ...inputs, '--json');
    const { engine, inputs: answers } = JSON.parse(printed) as RunSummary<unknown>;
    expect([code, engine, answers.length]).toEqual([1, 'ort', 2]);
    expect(answers[0]).toMatchObject({ file: 'a.png', result: { digit: 1 } });
    expect(answers[1]).toMatchObject({ file: 'e.png', error: { code: 'file-unreadable' } });
  });
});

const testData = process.env['ASSAY_TEST_DATA'];
const skipReason = testData === undefined ? 'needs ASSAY_TEST_DATA' : await findSkipReason('ort');
test.skipIf(skipReason)(`eval has the same scores as Python with the same onnxruntime ${skipReason}`, async () => {
  const figures = JSON.parse(
    await readFile(join(import.meta.dirname, '../../../scripts/reference-values/detection.json'), 'utf8'),
  ) as { model: string; interpolated: Record<string, number> }[];
  const { model, interpolated } = figures.find((figure) => figure.model === 'yolox_nano.onnx')!;
  const { report } = await runAndReadResult<EvaluationSummary>(
    'eval',
    '--task',
    'object-detection',
    '--model',
    join(testData!, 'onnx-detect', model),
    '--data',
    join(testData!, 'data-coco8'),
    ...target,
  );
  const ap = report.scores.find(({ metric }) => metric === 'ap50-95')!;
  expect(Math.abs(ap.value - interpolated['ap50-95']!)).toBeLessThan(0.02); // expected on eight images decoded by Pillow
});

test.skipIf(await findSkipReason('llama'))('run answers with JSON that matches a JSON Schema', async () => {
  const [bytes] = createCountingLlama().files.values();
  const model = join(folder, 'tiny.gguf');
  const schema = join(folder, 'schema.json');
  await writeFile(model, bytes as Uint8Array);
  await writeFile(schema, JSON.stringify({ type: 'string', enum: ['cab'] }));
  const prompt = ['run', '--task', 'text-generation', '--model', model, '--prompt', 'x', '--greedy'];
  const native = [...prompt, '--target', 'companion:llama:cpu', '--threads', '1', '--json-schema'];
  expect(await runAssay(...native, schema)).toMatchObject({ code: 0, printed: '"cab"' });
  expect(await runAssay(...native, model)).toMatchObject({
    code: 2,
    logged: expect.stringContaining('tiny.gguf') as string,
  });
});

test.each([
  [['--target', 'companion:litert:cpu'], 'which does not open onnx files'],
  [['--target', 'companion:llama:cpu'], 'which does not open onnx files'],
  [['--target', 'companion:ort:cpu', '--engine', 'ort'], '--engine cannot be combined with --target'],
  [['--baseline-target', 'companion:ort:cpu'], '--baseline-target needs --target'],
])('rejects the arguments %j: %s', async (args, message) => {
  const { code, logged } = await runAssay('eval', '--task', 'digits', '--data', join(folder, 'bars'), ...args);
  expect([code, logged]).toEqual([2, expect.stringContaining(message) as string]);
});
