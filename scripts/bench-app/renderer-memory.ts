import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { Skip } from './figure.ts';

/**
 * The memory that the page's process and its workers hold, as Linux counts it: resident now, and at its highest so far.
 * @throws Skip elsewhere
 */
export async function rendererMemory(browser: Browser): Promise<{ residentBytes: number; peakBytes: number }> {
  if (process.platform !== 'linux') throw new Skip('the memory of a process is read from /proc, which only Linux has');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryOf(id));
  const largest = renderers.sort((a, b) => b.peakBytes - a.peakBytes)[0]; // the other one waits for a next page
  if (!largest) throw new Error('the browser names no renderer process');
  return largest;
}

function memoryOf(pid: number): { residentBytes: number; peakBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (field: string) => 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { residentBytes: bytesOf('VmRSS'), peakBytes: bytesOf('VmHWM') };
}
