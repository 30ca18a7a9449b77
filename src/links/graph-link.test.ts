import { expect, test } from 'vitest';
import { formatGraphLink, parseGraphLink } from './graph-link.ts';

const parse = (query: string) => parseGraphLink(new URLSearchParams(query), { hubModels: [] });

test.each([
  'model=digits',
  'linked=a.onnx',
  'model=digits&overlay=flops',
  'model=digits&baseline=org%2Fname%3Amodel.onnx&overlay=quantisation',
  'model=digits&baseline-linked=a.onnx',
])('the link %s is parsed and formatted unchanged', (query) => {
  expect(formatGraphLink(parse(query), false)).toBe(`#/graph?${query}`);
});

test('local files are not included in the link', () => {
  expect(formatGraphLink(parse('file=1'), true)).toBe('#/graph?file=1');
  expect(formatGraphLink(parse(''), false)).toBe('#/graph');
});

test.each(['overlay=colour', 'model=a&linked=b', 'depth=3'])('the link %s is rejected', (query) => {
  expect(() => parse(query)).toThrow('link-invalid');
});
