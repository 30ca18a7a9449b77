import { findParetoFront } from '#statistics/pareto-front.ts';

/** A measured configuration with both figures. */
export interface ParetoPoint {
  readonly key: string;
  readonly ms: number;
  readonly memoryBytes: number;
}

/** The points that no other one dominates in time and memory. */
export function findFront<Point extends ParetoPoint>(points: readonly Point[]): readonly Point[] {
  return findParetoFront(points, ({ ms, memoryBytes }) => [ms, memoryBytes]);
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
  return points.reduce<Point | null>((best, point) => (best && cost(best) <= cost(point) ? best : point), null);
}
