/**
 * Returns the points that no other point dominates. A point dominates another if it is at least as good in every cost
 * and better in one.
 * @param getCosts returns the costs of a point in a fixed order; smaller is better
 */
export function findParetoFront<Point>(
  points: readonly Point[],
  getCosts: (point: Point) => readonly number[],
): readonly Point[] {
  const candidates = points.map((point) => ({ point, costs: getCosts(point) }));
  const front = candidates.filter(({ costs }) => !candidates.some((other) => dominates(other.costs, costs)));
  return front.map(({ point }) => point);
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, index) => value <= b[index]!) && a.some((value, index) => value < b[index]!);
}
