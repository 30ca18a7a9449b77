import { expect, test } from 'vitest';
import { showDirectionControls } from './direction-controls.ts';

test('direction controls in code are shown as their code points', () => {
  expect(showDirectionControls('if (a\u202E) {\u2066}')).toBe('if (a[U+202E]) {[U+2066]}');
});
