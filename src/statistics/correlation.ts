/** Computes Pearson's correlation of pairs, -1 to 1; `null` for fewer than two pairs or a constant side. */
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

/** Computes Spearman's correlation, which is Pearson's correlation of the ranks. */
export function computeSpearman(a: readonly number[], b: readonly number[]): number | null {
  return computePearson(assignRanks(a), assignRanks(b));
}

/** Returns the rank of each value, from 1. Equal values share their mean rank. */
function assignRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = Array.from({ length: values.length }, () => 0);
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++;
    for (let index = first; index <= last; index++) ranks[order[index]!] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return ranks;
}
