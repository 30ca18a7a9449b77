import { readFileSync, readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { Skip } from './figure.ts';

interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
  /** Of the resident ones, the pages of files: above all of the browser's own program. */
  readonly mappedBytes: number;
}

/**
 * The memory that the page's process and its workers hold, as Linux counts it: resident now, and at its highest so far.
 * @throws Skip elsewhere
 */
export async function rendererMemory(browser: Browser): Promise<ProcessMemory> {
  if (process.platform !== 'linux') throw new Skip('the memory of a process is read from /proc, which only Linux has');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => memoryOf(id));
  const largest = renderers.sort((a, b) => b.peakBytes - a.peakBytes)[0]; // the other one waits for a next page
  if (!largest) throw new Error('the browser names no renderer process');
  return largest;
}

/** The same of a browser that was started alone, by its process. */
export function childRendererMemory(browserPid: number): ProcessMemory {
  if (process.platform !== 'linux') throw new Skip('the memory of a process is read from /proc, which only Linux has');
  const renderers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isRendererOf(browserPid, name))
    .map((name) => memoryOf(Number(name)));
  const largest = renderers.sort((a, b) => b.peakBytes - a.peakBytes)[0];
  if (!largest) throw new Error('the browser has no renderer process');
  return largest;
}

function isRendererOf(browserPid: number, name: string): boolean {
  try {
    if (!readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer')) return false;
    for (let pid = Number(name); pid > 1; pid = parentOf(pid)) if (pid === browserPid) return true;
  } catch {
    // It ended meanwhile.
  }
  return false;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

function memoryOf(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (field: string) => 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { residentBytes: bytesOf('VmRSS'), peakBytes: bytesOf('VmHWM'), mappedBytes: bytesOf('RssFile') };
}
