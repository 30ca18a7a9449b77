import { expect, test } from 'vitest';
import { getLabelColour, labelInk } from './label-colour.ts';

/** Relative luminance by WCAG 2.2. */
function computeLuminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Converts a colour by CSS Color 4, "Converting HSL colors to sRGB". */
function toRgb(hue: number, saturation: number, light: number): number[] {
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  });
}

test('text on a class colour has a contrast of at least 4.5 for every hue', () => {
  const ink = computeLuminance([1, 3, 5].map((index) => parseInt(labelInk.slice(index, index + 2), 16) / 255));
  const [, , saturation, light] = /hsl\((\d+) (\d+)% (\d+)%\)/.exec(getLabelColour('cat')) ?? [];
  for (let hue = 0; hue < 360; hue++) {
    const colour = computeLuminance(toRgb(hue, Number(saturation) / 100, Number(light) / 100));
    expect((colour + 0.05) / (ink + 0.05)).toBeGreaterThan(4.5);
  }
});

test('a class always has the same colour, and different classes have different ones', () => {
  expect(getLabelColour('laptop')).toBe(getLabelColour('laptop'));
  expect(new Set(['person', 'dog', 'cup', 'clock', 'laptop', 'bottle'].map(getLabelColour)).size).toBe(6);
});
