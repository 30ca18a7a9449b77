import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../project-root.ts';
import type { LabelledFeatures } from '#teach/fit-head.ts';

export const digitLabels: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * 1,797 handwritten digits of 8 x 8 pixels, 0 to 1: the test set of E. Alpaydin and C. Kaynak, "Optical Recognition of
 * Handwritten Digits", UCI Machine Learning Repository 1998 (CC BY 4.0), as in scikit-learn's `load_digits`.
 */
export function readDigits(): readonly LabelledFeatures[] {
  const path = join(root, 'scripts', 'digits', 'uci-digits.csv.gz');
  const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    return { features: Float32Array.from(values.slice(0, 64), (value) => value / 16), label: values[64]! };
  });
}
