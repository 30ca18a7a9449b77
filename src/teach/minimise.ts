/** A differentiable function: writes its gradient at `x` into `gradient`, and returns its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

interface Options {
  /** Stops when no component of the gradient is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Corrections that approximate the Hessian (Liu & Nocedal 1989 recommend 3 to 20; SciPy has 10). */
const memory = 10;
/** Constants of the Wolfe conditions (Nocedal & Wright, Numerical Optimization, 3.1). */
const decrease = 1e-4;
const curvature = 0.9;
const maxSteps = 60;

/**
 * Finds the minimum of a smooth function by L-BFGS (Nocedal & Wright, algorithm 7.5) with a bisection for the weak Wolfe
 * conditions (Lewis & Overton 2013). Deterministic.
 * @param start not changed
 */
export function minimise(
  objective: Objective,
  start: Float64Array<ArrayBuffer>,
  { tolerance, maxIterations }: Options,
): Float64Array {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  for (let iteration = 0; iteration < maxIterations && !isBelow(gradient, tolerance); iteration++) {
    const direction = twoLoopRecursion(gradient, steps, changes);
    const next = searchLine(objective, { x, gradient, value }, direction);
    if (!next) break; // no progress at the precision of the numbers
    steps.push(difference(next.x, x));
    changes.push(difference(next.gradient, gradient));
    for (const history of [steps, changes]) if (history.length > memory) history.shift();
    ({ x, gradient, value } = next);
  }
  return x;
}

interface Point {
  readonly x: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

/** The next point along a direction of descent; `null` if no step decreases the value. */
function searchLine(objective: Objective, from: Point, direction: Float64Array): Point | null {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  let [low, high, length] = [0, Infinity, 1];
  let best: Point | null = null;
  for (let step = 0; step < maxSteps; step++) {
    const x = from.x.map((value, index) => value + length * direction[index]!);
    const gradient = new Float64Array(x.length);
    const point = { x, gradient, value: objective(x, gradient) };
    if (!(point.value <= from.value + decrease * length * slope)) high = length;
    else {
      best = point;
      if (dot(gradient, direction) >= curvature * slope) break;
      low = length;
    }
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return best && best.value < from.value ? best : null;
}

/** The direction of descent: minus the approximate inverse Hessian times the gradient. */
function twoLoopRecursion(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const factors: number[] = [];
  for (let index = steps.length - 1; index >= 0; index--) {
    factors[index] = dot(steps[index]!, direction) / dot(steps[index]!, changes[index]!);
    addScaled(direction, -factors[index]!, changes[index]!);
  }
  const [step, change] = [steps.at(-1), changes.at(-1)];
  // Without an estimate of the curvature, the first step has the length 1 at most.
  const scale =
    step && change ? dot(step, change) / dot(change, change) : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  for (let index = 0; index < direction.length; index++) direction[index]! *= scale;
  for (let index = 0; index < steps.length; index++) {
    const factor = dot(changes[index]!, direction) / dot(steps[index]!, changes[index]!);
    addScaled(direction, factors[index]! - factor, steps[index]!);
  }
  return direction;
}

const isBelow = (gradient: Float64Array, limit: number) => gradient.every((value) => Math.abs(value) <= limit);

const difference = (a: Float64Array, b: Float64Array) => a.map((value, index) => value - b[index]!);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function addScaled(to: Float64Array, factor: number, values: Float64Array): void {
  for (let index = 0; index < to.length; index++) to[index]! += factor * values[index]!;
}
