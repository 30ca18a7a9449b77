import type { Trend } from '#state/results/metric-trends.ts';

/** Area of the drawing, in pixels from its top left corner. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Distance of the last point from the right edge, in pixels: room for half of its mark. */
const inset = 8;
/** Width in pixels of the value labels, which are left of the first point. */
const labelWidth = 64;

/** Positions of the points of a trend: time on the x axis, values on the y axis, with the intervals inside the box. */
export function createTrendScale(points: Trend['points'], { left, right, top, bottom }: Box) {
  const extremes = points.flatMap(({ value, interval }) => [value, interval?.low ?? value, interval?.high ?? value]);
  const [min, max] = [Math.min(...extremes), Math.max(...extremes)];
  const margin = (max - min || Math.abs(max) || 1) * 0.08;
  const [low, high] = [min - margin, max + margin];
  const times = points.map(({ summary }) => summary.at);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const [minX, maxX] = [left + labelWidth, right - inset];
  const toX = (timeMs: number) =>
    end === start ? (minX + maxX) / 2 : minX + ((timeMs - start) / (end - start)) * (maxX - minX);
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
