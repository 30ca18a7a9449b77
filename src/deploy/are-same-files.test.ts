import { expect, test } from 'vitest';
import { areSameFiles } from './are-same-files.ts';

const graph = { name: 'model.onnx', sizeBytes: 10, sha256: 'aa' };
const labels = { name: 'labels.txt', sizeBytes: 5, sha256: 'bb' };

test.each([
  ['the same files in another order', [labels, graph], true],
  ['a file with another digest', [graph, { ...labels, sha256: 'cc' }], false],
  ['a missing file', [graph], false],
  ['an additional file', [graph, labels, { ...labels, name: 'other.txt' }], false],
  ['the same sizes without digests', [graph, { name: 'labels.txt', sizeBytes: 5 }], true],
  ['another size without a digest', [graph, { name: 'labels.txt', sizeBytes: 6 }], false],
] as const)('compares %s', (_, now, isSame) => {
  expect(areSameFiles([graph, labels], now)).toBe(isSame);
});
