/** A differentiable function: writes its gradient at `x` to `gradient` and returns its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

interface Options {
  /** Stops when no component of the gradient has a larger absolute value. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Number of steps that approximate the Hessian (Liu & Nocedal 1989 recommend 3 to 20; SciPy uses 10). */
const historyLength = 10;
// Constants of the Wolfe conditions (Nocedal & Wright, Numerical Optimization, section 3.1).
const minDecrease = 1e-4;
const maxCurvature = 0.9;
const maxSteps = 60;

/**
 * Finds the minimum of a smooth function by L-BFGS (Nocedal & Wright, algorithm 7.5) with a bisection for the weak
 * Wolfe conditions (Lewis & Overton 2013). Deterministic.
 * @param start the initial vector; not changed
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
  const gradientChanges: Float64Array[] = [];
  for (let iteration = 0; iteration < maxIterations && !isGradientBelow(gradient, tolerance); iteration++) {
    const direction = computeDirection(gradient, steps, gradientChanges);
    const next = searchAlongLine(objective, { x, gradient, value }, direction);
    if (!next) break; // no progress at this numerical precision
    steps.push(subtract(next.x, x));
    gradientChanges.push(subtract(next.gradient, gradient));
    for (const history of [steps, gradientChanges]) if (history.length > historyLength) history.shift();
    ({ x, gradient, value } = next);
  }
  return x;
}

interface Point {
  readonly x: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

/** Finds the next point along a descent direction; `null` if no step decreases the value. */
function searchAlongLine(objective: Objective, from: Point, direction: Float64Array): Point | null {
  const slope = computeDotProduct(from.gradient, direction);
  if (!(slope < 0)) return null;
  let [lowerLength, upperLength, length] = [0, Infinity, 1];
  let best: Point | null = null;
  for (let step = 0; step < maxSteps; step++) {
    const x = from.x.map((value, index) => value + length * direction[index]!);
    const gradient = new Float64Array(x.length);
    const point = { x, gradient, value: objective(x, gradient) };
    if (!(point.value <= from.value + minDecrease * length * slope)) upperLength = length;
    else {
      best = point;
      if (computeDotProduct(gradient, direction) >= maxCurvature * slope) break;
      lowerLength = length;
    }
    length = upperLength === Infinity ? 2 * lowerLength : (lowerLength + upperLength) / 2;
  }
  return best && best.value < from.value ? best : null;
}

/**
 * Computes the descent direction by the two-loop recursion: minus the approximate inverse Hessian times the gradient.
 */
function computeDirection(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  gradientChanges: readonly Float64Array[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const factors: number[] = [];
  for (let index = steps.length - 1; index >= 0; index--) {
    factors[index] =
      computeDotProduct(steps[index]!, direction) / computeDotProduct(steps[index]!, gradientChanges[index]!);
    addScaled(direction, -factors[index]!, gradientChanges[index]!);
  }
  const [step, gradientChange] = [steps.at(-1), gradientChanges.at(-1)];
  // Without an estimate of the curvature, the first step has at most length 1.
  const scale =
    step && gradientChange
      ? computeDotProduct(step, gradientChange) / computeDotProduct(gradientChange, gradientChange)
      : 1 / Math.max(1, Math.sqrt(computeDotProduct(gradient, gradient)));
  for (let index = 0; index < direction.length; index++) direction[index]! *= scale;
  for (let index = 0; index < steps.length; index++) {
    const factor =
      computeDotProduct(gradientChanges[index]!, direction) / computeDotProduct(steps[index]!, gradientChanges[index]!);
    addScaled(direction, factors[index]! - factor, steps[index]!);
  }
  return direction;
}

const isGradientBelow = (gradient: Float64Array, limit: number) => gradient.every((value) => Math.abs(value) <= limit);

const subtract = (a: Float64Array, b: Float64Array) => a.map((value, index) => value - b[index]!);

function computeDotProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function addScaled(to: Float64Array, factor: number, values: Float64Array): void {
  for (let index = 0; index < to.length; index++) to[index]! += factor * values[index]!;
}
