import { proposeSetups, type Remedy } from '../remedy.ts';

/**
 * Image models typically halve the resolution up to five times, so they may reject a size that is not a multiple of
 * 2^5.
 */
const sizeMultiple = 32;
const minSize = 64;
/** Heuristic, not measured. */
const fractions = [0.75, 0.5];

/** Proposes smaller free dimensions of the input. The loss of accuracy is measured on items. */
export const smallerInput: Remedy = {
  propose({ setup, hasItems }) {
    const sizes = Object.entries(setup.dimensions).filter(([, size]) => size > 1);
    if (sizes.length === 0) return 'no-free-size';
    if (sizes.some(([, size]) => size <= minSize)) return 'smallest-size';
    if (!hasItems) return 'needs-items';
    const shrink = (size: number, fraction: number) =>
      Math.max(minSize, Math.round((size * fraction) / sizeMultiple) * sizeMultiple);
    const variants = fractions.map((fraction) => {
      const smaller = sizes.map(([name, size]) => [name, shrink(size, fraction)]);
      return { dimensions: { ...setup.dimensions, ...Object.fromEntries(smaller) } };
    });
    return proposeSetups(setup, variants, 'smallest-size');
  },
};
