/**
 * The points that no other point dominates: none is at least as good in every figure, and better in one.
 * @param costs the figures of a point, in the same order for each; smaller is better
 */
export function findParetoFront<Point>(
  points: readonly Point[],
  costs: (point: Point) => readonly number[],
): readonly Point[] {
  const all = points.map((point) => ({ point, figures: costs(point) }));
  const front = all.filter(({ figures }) => !all.some((other) => dominates(other.figures, figures)));
  return front.map(({ point }) => point);
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, index) => value <= b[index]!) && a.some((value, index) => value < b[index]!);
}
