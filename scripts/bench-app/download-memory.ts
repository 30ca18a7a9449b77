import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figure } from './figure.ts';
import { noise } from './noise.ts';
import { childRendererMemory } from './renderer-memory.ts';

const fileBytes = 2 ** 30;
const mostBytes = 100e6;

/**
 * How far one long download, hashed and kept, drives the renderer above what it held before. Nothing is attached to the
 * page: a debugger keeps up to 200 MB of answers in the renderer for itself.
 */
export const figure: Figure = {
  title: '1 GB download: peak renderer memory above idle',
  target: `< ${mostBytes / 1e6} MB`,
  async measure(bench) {
    const [small, large] = await Promise.all([noise(bench.scratch, 2 ** 20), noise(bench.scratch, fileBytes)]);
    const files = [bench.serve(small, 'small.bin'), bench.serve(large, 'large.bin')];
    const told = createServer((request, response) => {
      const outcome = new URL(request.url ?? '', 'http://told').searchParams.get('outcome');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin').end();
      told.emit('outcome', outcome);
    });
    await new Promise<void>((resolve) => told.listen(0, '127.0.0.1', resolve));
    const query = new URLSearchParams([
      ['told', `http://127.0.0.1:${(told.address() as AddressInfo).port}/`],
      ...files.map((url) => ['file', url]),
    ]);
    const browser = bench.startAlone(`download.html#${query}`);
    try {
      const next = async () => {
        const [outcome] = (await once(told, 'outcome', { signal: AbortSignal.timeout(300_000) })) as [string];
        if (outcome !== 'kept') throw new Error(outcome);
        return childRendererMemory(browser.pid!);
      };
      const idle = await next(); // idle is a page whose store has worked before
      const { peakBytes } = await next();
      const above = peakBytes - idle.residentBytes;
      return { value: above / 1e6, unit: 'MB', isReached: above < mostBytes, details: { idle, peakBytes, fileBytes } };
    } finally {
      browser.kill();
      await once(browser, 'close');
      told.closeAllConnections();
      told.close();
    }
  },
};
