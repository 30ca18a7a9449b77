import { findParetoFront } from '#statistics/pareto-front.ts';

/** A configuration with its measured time and memory. */
export interface ParetoPoint {
  readonly key: string;
  readonly ms: number;
  readonly memoryBytes: number;
}

/** Finds the points that no other point dominates in time and memory. */
export function findFront<Point extends ParetoPoint>(points: readonly Point[]): readonly Point[] {
  return findParetoFront(points, ({ ms, memoryBytes }) => [ms, memoryBytes]);
}

/**
 * Chooses the point with the lowest weighted geometric mean of time and memory, which does not depend on their units;
 * the first of equal ones. `null` without points.
 * @param memoryWeight from 0 for time only to 1 for memory only
 */
export function chooseByWeight<Point extends ParetoPoint>(
  points: readonly Point[],
  memoryWeight: number,
): Point | null {
  const computeCost = ({ ms, memoryBytes }: ParetoPoint) =>
    (1 - memoryWeight) * Math.log(ms) + memoryWeight * Math.log(memoryBytes);
  return points.reduce<Point | null>(
    (best, point) => (best && computeCost(best) <= computeCost(point) ? best : point),
    null,
  );
}
