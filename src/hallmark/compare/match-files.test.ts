import { expect, test } from 'vitest';
import { createSampleDigest, createSampleRun } from '../hallmark.fixture.ts';
import { buildStatement } from '../sign/sign-hallmark.ts';
import { matchFile, listUnmatchedFiles } from './match-files.ts';

const digest = (seed: number) => ({ digest: { sha256: createSampleDigest(seed) } });
const statement = buildStatement(
  createSampleRun({
    files: [
      { name: 'encoder.onnx', ...digest(5), annotations: { sizeBytes: 100 } },
      { name: 'decoder.onnx', ...digest(6), annotations: { sizeBytes: 200 } },
      { name: 'copy.onnx', ...digest(5), annotations: { sizeBytes: 100 } },
    ],
  }),
);
const match = (name: string, seed: number) => matchFile(statement, { name, ...digest(seed) });

test('a file is recognised by its digest, and by its name among equal files', () => {
  expect(match('mine.onnx', 6)).toMatchObject({ kind: 'model', name: 'decoder.onnx' });
  expect(match('copy.onnx', 5)).toMatchObject({ kind: 'model', name: 'copy.onnx' });
  expect(match('old.onnx', 3)).toMatchObject({ kind: 'baseline', name: 'mobilenet-v2.onnx' });
});

test('a different file under a measured name is reported with the expected digest', () => {
  const expected = { sha256: createSampleDigest(6), sizeBytes: 200 };
  expect(match('decoder.onnx', 7)).toEqual({
    file: 'decoder.onnx',
    sha256: createSampleDigest(7),
    kind: 'other',
    expected,
  });
  expect(match('else.onnx', 7)).toEqual({ file: 'else.onnx', sha256: createSampleDigest(7), kind: 'other' });
});

test('measured files without a compared counterpart are listed', () => {
  const listUnmatched = (...seeds: readonly number[]) =>
    listUnmatchedFiles(
      statement,
      seeds.map((seed) => match('a', seed)),
    ).map(({ name }) => name);
  expect(listUnmatched()).toEqual(['encoder.onnx', 'decoder.onnx', 'copy.onnx']);
  expect(listUnmatched(5)).toEqual(['decoder.onnx']);
  expect(listUnmatched(5, 6)).toEqual([]);
});
