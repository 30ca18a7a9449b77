import { availableParallelism, cpus, totalmem } from 'node:os';
import { measureClockStepUs } from '#bench/measure/clock.ts';
import type { NativeEnvironment } from '#core/report/environment.ts';

/** Names as in the reports of pages. */
const osNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

const gib = 1024 ** 3;

/** The facts about this machine in a report (R19). Reads the clock in a loop for some milliseconds. */
export function machineEnvironment(): NativeEnvironment {
  return {
    kind: 'native',
    program: `Node ${process.versions.node.split('.')[0]}`,
    os: osNames[process.platform] ?? process.platform,
    cpu: cpus()[0]?.model.trim() || 'unknown', // empty in some containers and on some ARM boards
    cores: availableParallelism(), // those that this process may use, unlike cpus()
    memoryGiB: Math.round(totalmem() / gib),
    clockStepUs: measureClockStepUs(() => performance.now()),
  };
}
