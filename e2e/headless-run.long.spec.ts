import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../companion/cli/files/png.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { runAssay, startAssay } from './fixtures/command-line.ts';
import { samplePath, shipPath } from './fixtures/run-page.ts';
import { expect, test } from './fixtures/test.ts';

const testData = process.env['ASSAY_TEST_DATA'];

interface DetectedObject {
  readonly label: string;
  readonly score: number;
  readonly box: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>;
}

test('run continues a prompt as plain text if the model has no chat template, and reports it', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  const model = join(testData ?? '', 'gguf/stories260K.gguf');
  const args = ['--model', model, '--prompt', 'Once upon a time', '--max-tokens', '8', '--greedy', '--json'];
  const ended = await startAssay('run', '--task', 'text-generation', ...args).ended;
  expect(JSON.parse(ended.stdout)).toMatchObject({
    inputs: [{ promptFormat: 'raw-no-template', result: { tokens: 8 } }],
  });
  expect(ended.stderr).toContain('has no chat template');
});

test('run samples by seed, temperature and top-k', async () => {
  test.slow(); // four browsers in sequence
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  const args = ['run', '--task', 'text-generation', '--model', path, '--threads', '1', '--json', '--prompt', 'a'];
  const generateText = async (seed: number, topK: number) => {
    const sampling = ['--max-tokens', '32', '--temperature', '2', '--repeat', '1', '--top-k', String(topK)];
    const run = (await runAssay(...args, ...sampling, '--seed', String(seed))) as {
      readonly inputs: readonly [{ readonly result: { readonly text: string } }];
    };
    return run.inputs[0].result.text;
  };
  const greedy = 'bcdefghijklmnopqrstuvwxyzabcdefg';
  expect(await generateText(4, 1)).toBe(greedy);
  // At this temperature, the next letter is only e times as likely as each other token.
  const sampled = await generateText(4, 20);
  expect(sampled).not.toBe(greedy);
  expect(await generateText(4, 20)).toBe(sampled);
  expect(await generateText(5, 20)).not.toBe(sampled);
});

test('run formats a prompt with the chat template unless --raw is given, and reports it', async () => {
  test.slow(); // two browsers in sequence
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, createCountingLlama().files.get('tiny.gguf') as Uint8Array);
  const args = ['run', '--task', 'text-generation', '--model', path, '--greedy', '--threads', '1', '--json'];
  const raw = await startAssay(...args, '--raw', '--prompt', 'a', '--stop', 'ef', '--stop', 'zz').ended;
  expect(JSON.parse(raw.stdout)).toMatchObject({ inputs: [{ promptFormat: 'raw', result: { text: 'bcd' } }] });
  expect(raw.stderr).toContain('continued as plain text (--raw)');
  // The model ends the text after a 9.
  const empty = await startAssay(...args, '--prompt', '9').ended;
  expect(JSON.parse(empty.stdout)).toMatchObject({ inputs: [{ promptFormat: 'chat-template', result: { text: '' } }] });
  expect(empty.stderr).toContain("formatted by the model's chat template");
  expect(empty.stderr).toContain('the answer is empty');
});

test('run prints the objects found on the sample image', async () => {
  const { inputs, ...run } = (await runAssay('run', '--task', 'object-detection', '--input', samplePath, '--json')) as {
    inputs: { file: string; timing: unknown; result: DetectedObject[] }[];
  };
  expect(run).toEqual({ task: 'object-detection', model: 'centernet', engine: 'tfjs', device: 'wasm', threads: 1 });
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

test('run classifies an image with the bundled model, without --model', async () => {
  const run = (await runAssay('run', '--task', 'image-classification', '--input', shipPath, '--json')) as {
    model: string;
    inputs: { result: { label: string; probability: number }[] }[];
  };
  expect(run.model).toBe('cifar10');
  expect(run.inputs[0]?.result).toHaveLength(10);
  expect(run.inputs[0]?.result[0]?.label).toBe('ship');
});

test("an image given as the model is rejected as an image, with the app's text", async () => {
  const path = test.info().outputPath('cat.onnx');
  await writeFile(
    path,
    encodePng(2, 2, () => 0),
  );
  const message =
    'cat.onnx is an image, not a model. Choose a model file here, and use the image as the input of a run.';
  const ended = await startAssay('run', '--task', 'digits', '--input', path, '--model', path, '--json').ended;
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toContain(`${message} (model-unknown)\n`);
});
