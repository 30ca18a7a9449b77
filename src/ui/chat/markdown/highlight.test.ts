import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';

test('code is split into spans with their scopes, and no character is lost or added', () => {
  const code = 'const a = "<b>"; // done';
  const spans = highlight(code, 'js');
  expect(spans).toContainEqual({ text: 'const', scope: 'keyword' });
  expect(spans).toContainEqual({ text: '"<b>"', scope: 'string' });
  expect(spans?.map(({ text }) => text).join('')).toBe(code);
});

test.each(['python', 'html', 'bash', 'json', 'ts', 'cpp', 'sql', 'yaml', 'cs', 'rs'])(
  'no character of malformed %s code is lost or added',
  (language) => {
    const code = '<script>"\'`${{[((/*\n#-->\n</style>'.repeat(20);
    expect(
      highlight(code, language)
        ?.map(({ text }) => text)
        .join(''),
    ).toBe(code);
  },
);

test('an unknown language, or very long code, is not highlighted', () => {
  expect(highlight('a', 'klingon')).toBeNull();
  expect(highlight('a', '__proto__')).toBeNull();
  expect(highlight('a'.repeat(60_000), 'js')).toBeNull();
});
