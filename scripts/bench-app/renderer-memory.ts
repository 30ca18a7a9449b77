import { readFileSync, readdirSync } from 'node:fs';
import { Skip } from './skip.ts';

interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
  /** Of the resident ones, the pages of files: above all of the browser's own program, which its processes share. */
  readonly mappedBytes: number;
}

/**
 * The memory that a page's process and its workers hold, as Linux counts it: resident now, and at its highest so far.
 * @param browserPid of a browser that was started alone
 * @throws Skip elsewhere
 */
export function rendererMemory(browserPid: number): ProcessMemory {
  if (process.platform !== 'linux') throw new Skip('the memory of a process is read from /proc, which only Linux has');
  const renderers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isRendererOf(browserPid, name))
    .map((name) => memoryOf(Number(name)));
  const largest = renderers.sort((a, b) => b.peakBytes - a.peakBytes)[0]; // another one may wait for a next page
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
