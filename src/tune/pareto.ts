/** A measured configuration with both figures. */
export interface ParetoPoint {
  readonly key: string;
  readonly ms: number;
  readonly memoryBytes: number;
}

/**
 * The points that are not dominated: no other one is at least as good in time and memory, and better in one of them.
 */
export function findParetoFront<Point extends ParetoPoint>(points: readonly Point[]): readonly Point[] {
  return points.filter((one) => !points.some((other) => dominates(other, one)));
}

function dominates(one: ParetoPoint, other: ParetoPoint): boolean {
  return (
    one.ms <= other.ms &&
    one.memoryBytes <= other.memoryBytes &&
    (one.ms < other.ms || one.memoryBytes < other.memoryBytes)
  );
}

/**
 * The point with the lowest weighted geometric mean of time and memory, which does not depend on their units; the first
 * of equal ones. `null` without points.
 * @param memoryWeight from 0, only time counts, to 1, only memory counts
 */
export function chooseByWeight<Point extends ParetoPoint>(
  points: readonly Point[],
  memoryWeight: number,
): Point | null {
  const cost = ({ ms, memoryBytes }: ParetoPoint) =>
    (1 - memoryWeight) * Math.log(ms) + memoryWeight * Math.log(memoryBytes);
  return points.reduce<Point | null>((best, one) => (best && cost(best) <= cost(one) ? best : one), null);
}
