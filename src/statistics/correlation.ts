/** Pearson's correlation of pairs, -1 to 1; `null` if there are fewer than two or either side is constant. */
export function computePearson(a: readonly number[], b: readonly number[]): number | null {
  const n = a.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let index = 0; index < n; index++) {
    const [x, y] = [a[index]! - meanA, b[index]! - meanB];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return n < 2 || squaresA === 0 || squaresB === 0 ? null : products / Math.sqrt(squaresA * squaresB);
}

/** Spearman's correlation: Pearson's of the ranks. */
export function computeSpearman(a: readonly number[], b: readonly number[]): number | null {
  return computePearson(assignRanks(a), assignRanks(b));
}

/** The rank of each value, from 1; equal values share the mean of their ranks. */
function assignRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranked = Array.from({ length: values.length }, () => 0);
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++;
    for (let index = first; index <= last; index++) ranked[order[index]!] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return ranked;
}
