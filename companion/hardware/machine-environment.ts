import { availableParallelism, cpus, totalmem, type CpuInfo } from 'node:os';
import { measureClockStepUs } from '#bench/measure/clock.ts';
import type { NativeEnvironment } from '#core/report/environment.ts';

/** Names of operating systems, as in reports of pages. */
const osNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

const gib = 1024 ** 3;

/**
 * Reads the facts about this machine for a report (R19 of docs/method.md). Measures the clock for some milliseconds.
 * @param processors all processors of the machine; the first one provides the CPU's name
 */
export function readMachineEnvironment(processors: readonly Pick<CpuInfo, 'model'>[] = cpus()): NativeEnvironment {
  return {
    kind: 'native',
    program: `Node ${process.versions.node.split('.')[0]}`,
    os: osNames[process.platform] ?? process.platform,
    cpu: processors[0]?.model.trim() || 'unknown', // empty in some containers and on some ARM boards
    cores: availableParallelism(), // only the cores that this process may use, unlike `processors`
    memoryGiB: Math.round(totalmem() / gib),
    clockStepUs: measureClockStepUs(() => performance.now()),
  };
}
