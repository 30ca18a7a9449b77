import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/project-root.ts';
import { createCountingLlama } from '../src/runtimes/wllama/counting-llama.fixture.ts';
import { runAssay, expectSignalLeavesNoProcess, startAssay, startAssayWithEnv } from './fixtures/command-line.ts';
import { expect, test } from './fixtures/test.ts';
import { encodePng } from '../companion/cli/files/png.ts';

test('bench prints a report whose link opens in the app', async ({ page }) => {
  test.slow(); // a whole measurement
  const file = test.info().outputPath('report.json');
  const printed = (await runAssay(
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
    engine: 'ort',
    device: 'wasm',
    threads: 1,
    phases: { createMs: expect.any(Number), firstMs: expect.any(Number), warmupRuns: expect.any(Number) },
    steady: { medianMs: expect.any(Number), madMs: expect.any(Number), n: expect.any(Number) },
    agreement: { metric: 'cosine', value: expect.any(Number), verdict: 'expected' },
    flags: expect.arrayContaining(['indicative']),
  });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(printed);

  await page.goto(new URL(printed.link).hash);
  await expect(page.getByTestId('verdict')).toBeVisible();
});

test('run prints two digits and the error of a file that is not an image, and exits with 1', async () => {
  const [one, seven] = ['one.png', 'seven.png'].map((name) => test.info().outputPath(name)) as [string, string];
  await writeFile(
    one,
    encodePng(56, 56, (x, y) => (x >= 25 && x < 31 && y >= 10 && y < 46 ? 255 : 0)),
  );
  const isSeven = (x: number, y: number) =>
    (y >= 10 && y < 15 && x >= 16 && x < 40) || (y >= 15 && y < 46 && Math.abs(x - (38 - (y - 15) * 0.45)) < 3);
  await writeFile(
    seven,
    encodePng(56, 56, (x, y) => (isSeven(x, y) ? 255 : 0)),
  );
  const inputs = [one, seven, 'package.json'].flatMap((path) => ['--input', path]);
  const ended = await startAssay('run', '--task', 'digits', ...inputs, '--json').ended;
  expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('package.json') });
  expect(JSON.parse(ended.stdout)).toMatchObject({
    inputs: [
      { file: 'one.png', result: { digit: 1 } },
      { file: 'seven.png', result: { digit: 7 } },
      { file: 'package.json', error: { code: 'file-unreadable' } },
    ],
  });
});

test('inspect prints the facts of a model file', async () => {
  const facts = await runAssay('inspect', join(root, 'models/digits/model.onnx'), '--json');
  expect(facts).toMatchObject({ format: 'onnx', inputs: [{ dtype: 'float32' }] });
});

test('a browser that does not start is reported by name, with the fix', async () => {
  const ended = await startAssayWithEnv({ CHROME_PATH: 'no-such-browser' }, 'device').ended;
  expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
  expect(ended.stderr).toMatch(
    /^The browser "no-such-browser" did not start; set CHROME_PATH to use another browser: .*\n$/,
  );
});

test('SIGINT during a measurement leaves no process behind @long', async () =>
  expectSignalLeavesNoProcess('SIGINT', 130));

test('run prints the text generated from a prompt, with statistics @long', async () => {
  const { files } = createCountingLlama();
  const path = test.info().outputPath('tiny.gguf');
  await writeFile(path, files.get('tiny.gguf') as Uint8Array);
  const args = ['--model', path, '--prompt', 'a', '--max-tokens', '5', '--greedy', '--threads', '1', '--json'];
  expect(await runAssay('run', '--task', 'text-generation', ...args)).toMatchObject({
    task: 'text-generation',
    model: 'tiny.gguf',
    engine: 'wllama',
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
