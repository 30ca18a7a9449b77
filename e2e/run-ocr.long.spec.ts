import { writeFile } from 'node:fs/promises';
import { tinyText } from '#tasks/ocr/tiny-graphs.fixture.ts';
import { startAssay } from './fixtures/command-line.ts';
import { ocrImage, ocrModelFiles } from './fixtures/ocr-files.ts';
import { expect, test } from './fixtures/test.ts';

test('run prints the text of an image with a model that has several files', async () => {
  const path = (name: string) => test.info().outputPath(name);
  for (const { name, buffer } of [...ocrModelFiles, { name: 'page.png', buffer: ocrImage }])
    await writeFile(path(name), buffer);
  const model = ocrModelFiles.flatMap(({ name }) => ['--model', path(name)]);
  const args = ['run', '--task', 'ocr', ...model, '--input', path('page.png'), '--json'];
  const { exitCode, stdout, stderr } = await startAssay(...args).ended;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ task: 'ocr', inputs: [{ result: { text: tinyText } }] });
});
