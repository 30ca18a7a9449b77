import type { Box } from '../detection.ts';

/** A box as ByteTrack's filter measures it: centre, ratio of width to height, height. */
type Measurement = readonly [centreX: number, centreY: number, ratio: number, height: number];

/** One coordinate with its change per frame: mean, and the covariance of both. */
interface Coordinate {
  value: number;
  change: number;
  valueVariance: number;
  covariance: number;
  changeVariance: number;
}

/** Standard deviations relative to the height of the box, per frame. */
const [valueWeight, changeWeight] = [1 / 20, 1 / 160];
const [ratioDeviation, ratioChangeDeviation, measuredRatioDeviation] = [1e-2, 1e-5, 1e-1];
const [ratioAt, heightAt] = [2, 3];

/**
 * The Kalman filter of a moving box with constant velocity of DeepSORT and ByteTrack (https://arxiv.org/abs/2110.06864): its
 * noise is independent for each coordinate, so that its 8 states are four filters of a value and its change.
 */
export class BoxFilter {
  readonly #coordinates: readonly Coordinate[];

  constructor(box: Box) {
    this.#coordinates = toMeasurement(box).map((value, index) => ({
      value,
      change: 0,
      valueVariance: square(index === ratioAt ? ratioDeviation : 2 * valueWeight * box.height),
      covariance: 0,
      changeVariance: square(index === ratioAt ? ratioChangeDeviation : 10 * changeWeight * box.height),
    }));
  }

  get box(): Box {
    const [x = 0, y = 0, ratio = 0, height = 0] = this.#coordinates.map(({ value }) => value);
    const width = ratio * height;
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  /**
   * Moves the box by one frame.
   * @param isVisible the height of a box that is lost does not change
   */
  predict(isVisible: boolean): void {
    const heightOfBox = this.#height;
    if (!isVisible) this.#coordinates[heightAt]!.change = 0;
    this.#coordinates.forEach((coordinate, index) => {
      coordinate.value += coordinate.change;
      coordinate.valueVariance +=
        2 * coordinate.covariance +
        coordinate.changeVariance +
        square(index === ratioAt ? ratioDeviation : valueWeight * heightOfBox);
      coordinate.covariance += coordinate.changeVariance;
      coordinate.changeVariance += square(index === ratioAt ? ratioChangeDeviation : changeWeight * heightOfBox);
    });
  }

  /** Corrects the box by what was measured. */
  update(box: Box): void {
    const heightOfBox = this.#height;
    toMeasurement(box).forEach((measured, index) => {
      const coordinate = this.#coordinates[index]!;
      const noise = square(index === ratioAt ? measuredRatioDeviation : valueWeight * heightOfBox);
      const innovationVariance = coordinate.valueVariance + noise;
      const [valueGain, changeGain] = [
        coordinate.valueVariance / innovationVariance,
        coordinate.covariance / innovationVariance,
      ];
      const innovation = measured - coordinate.value;
      coordinate.value += valueGain * innovation;
      coordinate.change += changeGain * innovation;
      coordinate.changeVariance -= changeGain * coordinate.covariance;
      coordinate.covariance -= valueGain * coordinate.covariance;
      coordinate.valueVariance -= valueGain * coordinate.valueVariance;
    });
  }

  get #height(): number {
    return this.#coordinates[heightAt]!.value;
  }
}

function toMeasurement({ x, y, width, height }: Box): Measurement {
  return [x + width / 2, y + height / 2, width / Math.max(height, Number.EPSILON), height];
}

const square = (value: number) => value * value;
