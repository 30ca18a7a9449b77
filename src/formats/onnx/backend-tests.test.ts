import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { message, type OnnxModel } from './model.ts';
import { readOnnx } from './read.ts';
import { declared, inferShapes } from './shapes.ts';
import { writeOnnx } from './write.ts';

const data = process.env.ASSAY_TEST_DATA ?? '';

/** The models with which ONNX tests its backends, one or more for every operator: `find -name '*.onnx' | wc -l`. */
const modelCount = 1437;

/** Outputs whose inferred type or shape says otherwise than the file, and how many it agrees with. */
function compareOutputs(model: OnnxModel): { contradictions: string[]; agreed: number } {
  const graph = model.graph ?? message('Graph');
  const outputs = graph.outputs.splice(0);
  graph.valueInfos.length = 0;
  const { values } = inferShapes(graph, {
    opset: model.opsetImports.find(({ domain }) => domain === '')?.version ?? 1,
  });
  const contradictions: string[] = [];
  let agreed = 0;
  for (const output of outputs) {
    const [want, got] = [declared(output), values.get(output.name)];
    if (!want.shape || !got?.shape) continue;
    const fits =
      got.shape.length === want.shape.length &&
      (got.dtype === want.dtype || got.dtype === 'unknown') &&
      got.shape.every(
        (size, axis) => typeof size !== 'number' || typeof want.shape?.[axis] !== 'number' || size === want.shape[axis],
      );
    if (fits) agreed++;
    else
      contradictions.push(`${output.name}: ${got.dtype}[${got.shape.join()}], not ${want.dtype}[${want.shape.join()}]`);
  }
  return { contradictions, agreed };
}

/** The files of a tar archive whose name ends so: headers of 512 bytes, sizes in octal, contents padded to 512. */
function filesIn(tar: Buffer, ending: string): [name: string, bytes: Buffer][] {
  const files: [string, Buffer][] = [];
  for (let at = 0; at + 512 <= tar.length;) {
    const text = (start: number, length: number) =>
      tar.toString('utf8', at + start, at + start + length).replace(/\0.*$/, '');
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    if (name.endsWith(ending)) files.push([name, tar.subarray(at + 512, at + 512 + size)]);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

describe.skipIf(data === '')('every model of the ONNX backend tests (needs ASSAY_TEST_DATA)', () => {
  const models: [file: string, bytes: Buffer][] = [];

  beforeAll(() => {
    const archive = path.join(data, 'peer/onnx-backend-test-data-v1.17.0.tar.xz');
    models.push(...filesIn(execFileSync('xz', ['-dc', archive], { maxBuffer: 2 ** 30 }), '.onnx'));
  });
  afterAll(() => void (models.length = 0));

  // The same bytes are the same model to every engine: nothing has to be run to know that the outputs are the same.
  test('is written back byte for byte as it was read', () => {
    expect(models).toHaveLength(modelCount);
    for (const [file, bytes] of models) expect(bytes.equals(writeOnnx(readOnnx(bytes))), file).toBe(true);
  });

  test('declares the output shapes that we infer', () => {
    let agreed = 0;
    for (const [file, bytes] of models) {
      const compared = compareOutputs(readOnnx(bytes));
      expect(compared.contradictions, file).toEqual([]);
      agreed += compared.agreed;
    }
    // The rest needs values that are inputs of the test, or is of operators without a rule.
    expect(agreed).toBeGreaterThan(1150);
  });
});
