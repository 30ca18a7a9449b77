import { expect, test } from 'vitest';
import { graphHash, parseGraphLink } from './graph-link.ts';

const parse = (query: string) => parseGraphLink(new URLSearchParams(query), { hubModels: [] });

test.each([
  'model=digits',
  'linked=a.onnx',
  'model=digits&overlay=flops',
  'model=digits&baseline=org%2Fname%3Amodel.onnx&overlay=quantisation',
  'model=digits&baseline-linked=a.onnx',
])('the link %s is parsed and written alike', (query) => {
  expect(graphHash(parse(query), false)).toBe(`#/graph?${query}`);
});

test('files of the user are not in the link', () => {
  expect(graphHash(parse('file=1'), true)).toBe('#/graph?file=1');
  expect(graphHash(parse(''), false)).toBe('#/graph');
});

test.each(['overlay=colour', 'model=a&linked=b', 'depth=3'])('the link %s is rejected', (query) => {
  expect(() => parse(query)).toThrow('link-invalid');
});
