import { readFileSync, readdirSync } from 'node:fs';
import { SkippedError } from './skipped-error.ts';

interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
  /** The resident file-backed pages, mostly of the browser's executable, which its processes share. */
  readonly mappedBytes: number;
}

/**
 * Reads the resident and peak memory of the process of a page and its workers, as reported by Linux.
 * @param browserPid PID of a browser started by `BenchHarness.startUnattached`
 * @throws SkippedError on systems other than Linux
 */
export function readRendererMemory(browserPid: number): ProcessMemory {
  if (process.platform !== 'linux')
    throw new SkippedError('the memory of a process is read from /proc, which exists only on Linux');
  const renderers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isRenderer(browserPid, name))
    .map((name) => readProcessMemory(Number(name)));
  const appRenderer = renderers.sort((a, b) => b.peakBytes - a.peakBytes)[0]; // there may be a smaller spare renderer for the next page
  if (!appRenderer) throw new Error('the browser has no renderer process');
  return appRenderer;
}

function isRenderer(browserPid: number, name: string): boolean {
  try {
    if (!readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer')) return false;
    for (let pid = Number(name); pid > 1; pid = readParent(pid)) if (pid === browserPid) return true;
  } catch {
    // The process has ended.
  }
  return false;
}

function readParent(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** Reads the memory of one process, as reported by Linux. */
export function readProcessMemory(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const readBytes = (field: string) => 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { residentBytes: readBytes('VmRSS'), peakBytes: readBytes('VmHWM'), mappedBytes: readBytes('RssFile') };
}
