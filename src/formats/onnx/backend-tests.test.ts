import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBackendModels, modelCount } from '../../../scripts/onnx-backend-tests.fixture.ts';
import { createMessage, type OnnxModel } from './onnx-model.ts';
import { readOnnx } from './read-onnx.ts';
import { toValue, inferShapes } from './infer-shapes.ts';
import { writeOnnx } from './write-onnx.ts';

const testData = process.env.ASSAY_TEST_DATA ?? '';

/** Lists outputs whose inferred type or shape contradicts the file, and counts those that agree. */
function compareOutputs(model: OnnxModel): { contradictions: string[]; agreed: number } {
  const graph = model.graph ?? createMessage('Graph');
  const outputs = graph.outputs.splice(0);
  graph.valueInfos.length = 0;
  const { values } = inferShapes(graph, {
    opset: model.opsetImports.find(({ domain }) => domain === '')?.version ?? 1,
  });
  const contradictions: string[] = [];
  let agreed = 0;
  for (const output of outputs) {
    const [expected, actual] = [toValue(output), values.get(output.name)];
    if (!expected.shape || !actual?.shape) continue;
    const fits =
      actual.shape.length === expected.shape.length &&
      (actual.dtype === expected.dtype || actual.dtype === 'unknown') &&
      actual.shape.every(
        (size, axis) =>
          typeof size !== 'number' || typeof expected.shape?.[axis] !== 'number' || size === expected.shape[axis],
      );
    if (fits) agreed++;
    else
      contradictions.push(
        `${output.name}: ${actual.dtype}[${actual.shape.join()}], not ${expected.dtype}[${expected.shape.join()}]`,
      );
  }
  return { contradictions, agreed };
}

describe.skipIf(testData === '')('every model of the ONNX backend tests (needs ASSAY_TEST_DATA)', () => {
  const models: [file: string, bytes: Buffer][] = [];

  beforeAll(() => {
    models.push(...listBackendModels(testData));
  });
  afterAll(() => void (models.length = 0));

  // Identical bytes are the same model, so outputs need not be compared.
  test('round-trips byte for byte', () => {
    expect(models).toHaveLength(modelCount);
    for (const [file, bytes] of models) expect(bytes.equals(writeOnnx(readOnnx(bytes))), file).toBe(true);
  });

  test('infers the declared output shapes', () => {
    let agreed = 0;
    for (const [file, bytes] of models) {
      const compared = compareOutputs(readOnnx(bytes));
      expect(compared.contradictions, file).toEqual([]);
      agreed += compared.agreed;
    }
    // The remaining shapes depend on input values or on operators without a rule.
    expect(agreed).toBeGreaterThan(1150);
  });
});
