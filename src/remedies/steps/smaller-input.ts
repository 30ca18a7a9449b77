import { proposeSetups, type Remedy } from '../remedy.ts';

/** Models of images halve their resolution up to five times, so a size that 32 does not divide may not fit. */
const multiple = 32;
const minSize = 64;
/** Heuristic, not measured. */
const fractions = [0.75, 0.5];

/** Smaller free dimensions of the input. What that costs in accuracy is measured on items. */
export const smallerInput: Remedy = {
  propose({ setup, hasItems }) {
    const sizes = Object.entries(setup.dimensions).filter(([, size]) => size > 1);
    if (sizes.length === 0) return 'no-free-size';
    if (sizes.some(([, size]) => size <= minSize)) return 'smallest-size';
    if (!hasItems) return 'needs-items';
    const shrink = (size: number, fraction: number) =>
      Math.max(minSize, Math.round((size * fraction) / multiple) * multiple);
    const variants = fractions.map((fraction) => {
      const smaller = sizes.map(([name, size]) => [name, shrink(size, fraction)]);
      return { dimensions: { ...setup.dimensions, ...Object.fromEntries(smaller) } };
    });
    return proposeSetups(setup, variants, 'smallest-size');
  },
};
