import { expect, test } from 'vitest';
import { formatTeachLink, parseTeachLink } from './teach-link.ts';

const parse = (query: string) => parseTeachLink(new URLSearchParams(query), { hubModels: [] });

test.each(['#/teach', '#/teach?model=cifar10', '#/teach?linked=abc'])('%s is read and written', (link) => {
  expect(formatTeachLink(parse(link.split('?')[1] ?? ''), false)).toBe(link);
});

test("a link does not contain the user's files, and names only one model", () => {
  expect(formatTeachLink(parse('file=1'), true)).toBe('#/teach?file=1');
  expect(() => parse('model=a&file=1')).toThrow(expect.objectContaining({ code: 'link-invalid' }));
});
