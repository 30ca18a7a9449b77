import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { formatOptimiseLink, parseOptimiseLink } from './optimise-link.ts';

const parse = (query: string) => parseOptimiseLink(new URLSearchParams(query), catalogue);

test.for(['model=digits', 'linked=my.onnx&task=digits', 'model=org%2Fname%3Amodel.onnx&scheme=float16'])(
  'the link %s is parsed and formatted unchanged',
  (query) => expect(formatOptimiseLink(parse(query), false)).toBe(`#/optimise?${query}`),
);

test('local files are not named in the link', () => {
  expect(parse('file=1')).toEqual({ model: null, linkedId: null, task: null, scheme: null });
  expect(formatOptimiseLink(parse('file=1'), true)).toBe('#/optimise?file=1');
  expect(formatOptimiseLink(parse(''), false)).toBe('#/optimise');
});

test.for(['model=org/name:model.gguf', 'model=digits&file=1', 'task=none', 'size=small'])('%s is rejected', (query) =>
  expect(() => parse(query)).toThrow('link-invalid'),
);
