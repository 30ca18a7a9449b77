import { expect, test } from 'vitest';
import { formatModelCard, type ModelCardWords } from './model-card.ts';

/** Ids and raw values instead of the texts of a language. */
const words: ModelCardWords = {
  title: (name) => name,
  lead: (parent) => parent,
  lineage: 'lineage',
  lineageColumns: ['what', 'value'],
  lineageRows: { parent: 'parent', recipe: 'recipe', calibration: 'calibration', result: 'result' },
  noCalibration: 'none',
  figures: 'figures',
  figureColumns: ['figure', 'original', 'result'],
  size: 'size',
  time: 'time',
  memory: 'memory',
  bytes: String,
  formatTime: ({ medianMs }) => `${medianMs} ms`,
  formatScore: (metric, value) => [metric, String(value)],
  notMeasured: 'not measured',
  agreement: 'agreement',
  agreementColumns: ['output', 'cosine', 'sqnr'],
  notCompared: 'not compared',
  limits: 'limits',
  verdict: () => null,
  recipe: 'recipe',
};

test('a card names the original, the recipe and the calibration by their digests, and escapes names', async () => {
  const recipe = '{"steps":[{"step":"float16"}],"version":1}';
  const digests = { parent: 'a'.repeat(64), calibration: 'b'.repeat(64), result: 'c'.repeat(64) };
  const time = { medianMs: 4, interval: null, n: 9, memoryBytes: null, speedUp: null, threads: 1 };
  const card = await formatModelCard(
    {
      files: [new File([], 'made.onnx')],
      sizeBytes: 500,
      sha256: digests.result,
      parent: { name: 'a|<b>.onnx', sha256: digests.parent, sizeBytes: 1000 },
      recipe,
      stages: [],
      outputs: [{ name: 'y', sqnrDb: 61.25, cosine: 0.99, compared: 8, notComparable: 0 }],
      samples: { count: 7, sha256: digests.calibration },
    },
    { times: { original: time, cleaned: null, result: { ...time, medianMs: 2 } } },
    null,
    words,
  );
  // Computed by sha256sum.
  const recipeDigest = 'e53fd8a38436f395a034143fc951e598ff61526263e41c8f657b53e90a57f73f';
  for (const digest of [...Object.values(digests), recipeDigest]) expect(card).toContain(digest);
  expect(card).toContain('| size | 1000 | 500 |');
  expect(card).toContain('| time | 4 ms | 2 ms |');
  expect(card).toContain('| y | 0.990000 | 61.3 |');
  expect(card).not.toMatch(/<b>|a\|</);
});
