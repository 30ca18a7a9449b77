import { median } from '#statistics/quantiles.ts';
import { withApp, withBrowser } from '../harness/built-app.ts';
import { openOnGraphPage, writeLargeGraph } from '../harness/graph-page.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

/** The duration of a frame at 60 Hz. */
const maxMs = 16.7;
const frames = 120;

/**
 * Measures the work of the main thread per frame while a graph of 20,000 nodes is zoomed and moved, from an overview to
 * single nodes.
 */
export const benchmark: PerfBenchmark = {
  title: 'Graph of 20,000 nodes: frame',
  target: `<= ${maxMs} ms`,
  measure: (bench) =>
    withApp(bench, (url) =>
      withBrowser(bench, async (browser) => {
        const { page } = await openOnGraphPage(browser, url, writeLargeGraph(bench));
        await page.getByRole('button', { name: 'Show all' }).click();
        const samples = await page.evaluate(zoomThrough, frames);
        const value = median(samples);
        return { value, unit: 'ms', isReached: value <= maxMs, details: { samples } };
      }),
    ),
};

/**
 * Zooms by one wheel event per frame, in the page.
 * @returns the milliseconds of each frame until the end of its drawing
 */
async function zoomThrough(frames: number): Promise<number[]> {
  const canvas = document.querySelector('[data-testid=graph-canvas]')!;
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const samples: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const at = { clientX: left + width / 2, clientY: top + height / 2 };
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: -30, ctrlKey: true, cancelable: true }));
    await Promise.resolve(); // by then, the page has requested its frame
    samples.push(
      await new Promise<number>((resolve) => {
        requestAnimationFrame((startedMs) => resolve(performance.now() - startedMs));
      }),
    );
  }
  return samples;
}
