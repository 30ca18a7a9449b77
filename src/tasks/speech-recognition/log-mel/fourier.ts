/** Samples of a window: 25 ms at 16 kHz. It is the product of the radices. */
export const windowLength = 400;
const radices = [4, 4, 5, 5] as const;

const cosines = Float64Array.from({ length: windowLength }, (_, k) => Math.cos((2 * Math.PI * k) / windowLength));
const sines = Float64Array.from({ length: windowLength }, (_, k) => Math.sin((2 * Math.PI * k) / windowLength));

/** A complex signal of `windowLength` values. */
export interface ComplexSignal {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Creates a signal of zeros. */
export const createComplexSignal = (): ComplexSignal => ({
  re: new Float64Array(windowLength),
  im: new Float64Array(windowLength),
});

/**
 * Computes the discrete Fourier transform by Stockham's self-sorting algorithm with radices 4 and 5 (Van Loan,
 * Computational Frameworks for the Fast Fourier Transform, 1992, section 1.7).
 * @param signal overwritten by its transform
 * @param scratch overwritten by intermediate values
 */
export function computeFourierTransform(signal: ComplexSignal, scratch: ComplexSignal): void {
  let [source, target] = [signal, scratch];
  let length: number = windowLength;
  let stride = 1;
  for (const radix of radices) {
    if (radix === 4) runRadix4Stage(source, target, length / 4, stride);
    else runRadix5Stage(source, target, length / 5, stride);
    [source, target] = [target, source];
    length /= radix;
    stride *= radix;
  }
}

/** @param count number of groups of `stride` values; a quarter of the current length */
function runRadix4Stage({ re, im }: ComplexSignal, target: ComplexSignal, count: number, stride: number): void {
  const quarter = count * stride;
  for (let group = 0; group < count; group++) {
    const step = group * stride;
    for (let a = step, out = 4 * step; a < step + stride; a++, out++) {
      const b = a + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const sumRe = re[a]! + re[c]!;
      const sumIm = im[a]! + im[c]!;
      const differenceRe = re[a]! - re[c]!;
      const differenceIm = im[a]! - im[c]!;
      const oddRe = re[b]! + re[d]!;
      const oddIm = im[b]! + im[d]!;
      const rotatedRe = im[b]! - im[d]!; // -i (b - d)
      const rotatedIm = re[d]! - re[b]!;
      target.re[out] = sumRe + oddRe;
      target.im[out] = sumIm + oddIm;
      storeRotated(target, out + stride, differenceRe + rotatedRe, differenceIm + rotatedIm, step);
      storeRotated(target, out + 2 * stride, sumRe - oddRe, sumIm - oddIm, 2 * step);
      storeRotated(target, out + 3 * stride, differenceRe - rotatedRe, differenceIm - rotatedIm, 3 * step);
    }
  }
}

const [cos1, cos2] = [Math.cos((2 * Math.PI) / 5), Math.cos((4 * Math.PI) / 5)];
const [sin1, sin2] = [Math.sin((2 * Math.PI) / 5), Math.sin((4 * Math.PI) / 5)];

function runRadix5Stage({ re, im }: ComplexSignal, target: ComplexSignal, count: number, stride: number): void {
  const fifth = count * stride;
  for (let group = 0; group < count; group++) {
    const step = group * stride;
    for (let a = step, out = 5 * step; a < step + stride; a++, out++) {
      const b = a + fifth;
      const c = b + fifth;
      const d = c + fifth;
      const e = d + fifth;
      const re0 = re[a]!;
      const im0 = im[a]!;
      const outerRe = re[b]! + re[e]!;
      const outerIm = im[b]! + im[e]!;
      const innerRe = re[c]! + re[d]!;
      const innerIm = im[c]! + im[d]!;
      const outerDifferenceRe = re[b]! - re[e]!;
      const outerDifferenceIm = im[b]! - im[e]!;
      const innerDifferenceRe = re[c]! - re[d]!;
      const innerDifferenceIm = im[c]! - im[d]!;
      const evenRe1 = re0 + cos1 * outerRe + cos2 * innerRe;
      const evenIm1 = im0 + cos1 * outerIm + cos2 * innerIm;
      const evenRe2 = re0 + cos2 * outerRe + cos1 * innerRe;
      const evenIm2 = im0 + cos2 * outerIm + cos1 * innerIm;
      const oddRe1 = sin1 * outerDifferenceRe + sin2 * innerDifferenceRe;
      const oddIm1 = sin1 * outerDifferenceIm + sin2 * innerDifferenceIm;
      const oddRe2 = sin2 * outerDifferenceRe - sin1 * innerDifferenceRe;
      const oddIm2 = sin2 * outerDifferenceIm - sin1 * innerDifferenceIm;
      target.re[out] = re0 + outerRe + innerRe;
      target.im[out] = im0 + outerIm + innerIm;
      storeRotated(target, out + stride, evenRe1 + oddIm1, evenIm1 - oddRe1, step);
      storeRotated(target, out + 2 * stride, evenRe2 + oddIm2, evenIm2 - oddRe2, 2 * step);
      storeRotated(target, out + 3 * stride, evenRe2 - oddIm2, evenIm2 + oddRe2, 3 * step);
      storeRotated(target, out + 4 * stride, evenRe1 - oddIm1, evenIm1 + oddRe1, 4 * step);
    }
  }
}

/** Stores a value multiplied by a root of unity. */
function storeRotated(target: ComplexSignal, index: number, re: number, im: number, step: number): void {
  const cosine = cosines[step]!;
  const sine = sines[step]!;
  target.re[index] = re * cosine + im * sine;
  target.im[index] = im * cosine - re * sine;
}
