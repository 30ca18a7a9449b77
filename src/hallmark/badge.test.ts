import { expect, test } from 'vitest';
import { drawBadge } from './badge.ts';

const svg = drawBadge('pass', {
  label: 'hallmark',
  message: 'pass · ≥ 99% of baseline',
  title: 'Hallmark of <a> & "b": pass.',
});

test('a badge has an accessible name, and text from a file cannot add markup', () => {
  expect(svg).toContain('role="img" aria-label="Hallmark of &lt;a&gt; &amp; &quot;b&quot;: pass."');
  expect(svg).toContain('<title>Hallmark of &lt;a&gt; &amp; &quot;b&quot;: pass.</title>');
});

test('a badge loads no external resource', () => {
  expect(svg.match(/https?:[^"]+/g)).toEqual(['http://www.w3.org/2000/svg']);
  expect(svg).not.toMatch(/<(?:script|image|use|style|foreignObject)/);
});

test('Chinese characters are not compressed: each is as wide as the font is high', () => {
  const chinese = drawBadge('pass', { label: '印记', message: '通过', title: '印记：通过' });
  expect(chinese.match(/textLength="[^"]+"/g)).toEqual(['textLength="22"', 'textLength="22"']);
});

/** Computes the contrast with white by the relative luminance of sRGB, as in WCAG 2.2. */
function computeContrastWithWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((index) => {
    const value = Number.parseInt(colour.slice(index, index + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

test.each(['pass', 'fail', 'undecided'] as const)('the text of a badge for %s has a contrast of 4.5', (verdict) => {
  const colours = drawBadge(verdict, { label: 'a', message: 'b', title: 'c' }).match(/#[0-9a-f]{6}/g) ?? [];
  expect(colours).toHaveLength(2);
  for (const colour of colours) expect(computeContrastWithWhite(colour)).toBeGreaterThanOrEqual(4.5);
});
