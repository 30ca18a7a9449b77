import type { Box } from '../detection.ts';

/** A box as ByteTrack's filter measures it: centre, aspect ratio (width / height), height. */
type Measurement = readonly [centreX: number, centreY: number, ratio: number, height: number];

/**
 * The state of one coordinate: the means of its position and of its velocity per frame, and their covariance matrix.
 */
interface Coordinate {
  position: number;
  velocity: number;
  positionVariance: number;
  covariance: number;
  velocityVariance: number;
}

/** Standard deviations relative to the height of the box, per frame. */
const [positionWeight, velocityWeight] = [1 / 20, 1 / 160];
const [ratioDeviation, ratioVelocityDeviation, measuredRatioDeviation] = [1e-2, 1e-5, 1e-1];
const [ratioIndex, heightIndex] = [2, 3];

/**
 * The Kalman filter of DeepSORT and ByteTrack (https://arxiv.org/abs/2110.06864) for a box that moves with constant
 * velocity. The noise of each coordinate is independent, so the filter of 8 states is four filters of a position and a
 * velocity.
 */
export class BoxFilter {
  readonly #coordinates: readonly Coordinate[];

  constructor(box: Box) {
    this.#coordinates = toMeasurement(box).map((position, index) => ({
      position,
      velocity: 0,
      positionVariance: square(index === ratioIndex ? ratioDeviation : 2 * positionWeight * box.height),
      covariance: 0,
      velocityVariance: square(index === ratioIndex ? ratioVelocityDeviation : 10 * velocityWeight * box.height),
    }));
  }

  get box(): Box {
    const [x = 0, y = 0, ratio = 0, height = 0] = this.#coordinates.map(({ position }) => position);
    const width = ratio * height;
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /**
   * Moves the box by one frame.
   * @param isVisible `false` if the object is lost: its height is then assumed to be constant
   */
  predict(isVisible: boolean): void {
    const boxHeight = this.#height;
    if (!isVisible) this.#coordinates[heightIndex]!.velocity = 0;
    this.#coordinates.forEach((coordinate, index) => {
      coordinate.position += coordinate.velocity;
      coordinate.positionVariance +=
        2 * coordinate.covariance +
        coordinate.velocityVariance +
        square(index === ratioIndex ? ratioDeviation : positionWeight * boxHeight);
      coordinate.covariance += coordinate.velocityVariance;
      coordinate.velocityVariance += square(index === ratioIndex ? ratioVelocityDeviation : velocityWeight * boxHeight);
    });
  }

  /** Corrects the box by a measured one. */
  update(box: Box): void {
    const boxHeight = this.#height;
    toMeasurement(box).forEach((measured, index) => {
      const coordinate = this.#coordinates[index]!;
      const noise = square(index === ratioIndex ? measuredRatioDeviation : positionWeight * boxHeight);
      const innovationVariance = coordinate.positionVariance + noise;
      const [positionGain, velocityGain] = [
        coordinate.positionVariance / innovationVariance,
        coordinate.covariance / innovationVariance,
      ];
      const innovation = measured - coordinate.position;
      coordinate.position += positionGain * innovation;
      coordinate.velocity += velocityGain * innovation;
      coordinate.velocityVariance -= velocityGain * coordinate.covariance;
      coordinate.covariance -= positionGain * coordinate.covariance;
      coordinate.positionVariance -= positionGain * coordinate.positionVariance;
    });
  }

  get #height(): number {
    return this.#coordinates[heightIndex]!.position;
  }
}

function toMeasurement({ x, y, width, height }: Box): Measurement {
  return [x + width / 2, y + height / 2, width / Math.max(height, Number.EPSILON), height];
}

const square = (value: number) => value * value;
