import type { Trend } from '#state/results/metric-trends.ts';

/** Area of the drawing, in pixels from its top left corner. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Distance of the first and last point from the edges, for half a point. */
const inset = 8;
/** Width of the labels of values, which are drawn at the left. */
const labelWidth = 64;

/** Positions of the points of a trend: time on the x axis, values on the y axis, with the intervals inside the box. */
export function createTrendScale(points: Trend['points'], { left, right, top, bottom }: Box) {
  const ends = points.flatMap(({ value, interval }) => [value, interval?.low ?? value, interval?.high ?? value]);
  const [min, max] = [Math.min(...ends), Math.max(...ends)];
  const margin = (max - min || Math.abs(max) || 1) * 0.08;
  const [low, high] = [min - margin, max + margin];
  const times = points.map(({ summary }) => summary.at);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const [from, to] = [left + labelWidth, right - inset];
  const toX = (index: number) =>
    end === start ? (from + to) / 2 : from + ((index - start) / (end - start)) * (to - from);
  const toY = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  return {
    low,
    high,
    toY,
    points: points.map(({ summary, value, interval }) => ({
      x: toX(summary.at),
      y: toY(value),
      low: toY(interval?.low ?? value),
      high: toY(interval?.high ?? value),
    })),
  };
}
