import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import type { BenchHarness } from './bench.ts';

const nodes = 20_000;

/**
 * Writes a residual network of 20,000 nodes without modules, all of which are drawn.
 * @returns its path
 */
export function writeLargeGraph({ scratch }: BenchHarness): string {
  const builder = createGraphBuilder('large');
  const values = [builder.input('x', 'float32', [1, 64])];
  for (let node = 0; node < nodes; node++) {
    const last = values.at(-1)!;
    const inputs = node > 8 && node % 4 === 0 ? [last, values.at(-4)!] : [last];
    values.push(builder.node(inputs.length > 1 ? 'Add' : 'Relu', inputs));
  }
  builder.output(values.at(-1)!, 'float32', [1, 64]);
  const path = join(scratch, 'large.onnx');
  writeFileSync(path, writeOnnx(builder.model(17)));
  return path;
}

/**
 * Opens a model on the Graph page.
 * @returns the page, and the milliseconds from the choice of the file to the first drawing
 */
export async function openOnGraphPage(
  browser: Browser,
  url: string,
  path: string,
): Promise<{ page: Page; openMs: number }> {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.goto(`${url}#/graph?file=1`);
  await page.waitForFunction(() => globalThis.assay?.state === 'ready');
  const input = (await page.evaluateHandle(() => globalThis.assay!.fileInput())).asElement()!;
  await input.setInputFiles(path);
  const openMs = await page.evaluate(
    (input) =>
      new Promise<number>((resolve) => {
        const startedMs = performance.now();
        new MutationObserver((_, observer) => {
          const canvas = document.querySelector('[data-testid=graph-canvas]');
          if (!canvas || canvas.getAttribute('data-boxes') === '0') return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - startedMs)));
        }).observe(document, { childList: true, subtree: true, attributes: true });
        globalThis.assay!.openModel([...(input as HTMLInputElement).files!]);
      }),
    input,
  );
  return { page, openMs };
}
