import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeWithExternalData } from './write-with-external-data.ts';

function createDenseModel() {
  const builder = createGraphBuilder('dense');
  const x = builder.input('x', 'float32', [1, 64]);
  builder.output(
    builder.node('MatMul', [x, builder.weights('w', [64, 64], new Float32Array(4096))]),
    'float32',
    [1, 64],
  );
  return builder.model(17);
}

test('replaces neither the model nor its weights if writing the model fails', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-split-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const out = join(folder, 'm.onnx');
  await writeFile(out, 'old model');
  await writeFile(`${out}.data`, 'old weights');
  // A failure after the weights are complete: the temporary file of the model already exists.
  const obstacle = `${out}.${process.pid}.unfinished`;
  await writeFile(obstacle, '');
  await expect(writeWithExternalData(createDenseModel(), out, new AbortController().signal)).rejects.toThrow('EEXIST');
  await rm(obstacle, { force: true });
  expect(await readdir(folder)).toEqual(['m.onnx', 'm.onnx.data']);
  expect(await readFile(out, 'utf8')).toBe('old model');
  expect(await readFile(`${out}.data`, 'utf8')).toBe('old weights');
});
