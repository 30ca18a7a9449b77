import type { LoadRamp, RampLevel } from '#bench/load-curve/ramp-load.ts';
import type { UnsupportedFaultReason } from '#deploy/staging/unsupported-fault.ts';
import type { FaultId, Recovery } from '#deploy/staging/measure-recovery.ts';
import { format } from '../format.ts';

const { duration, number, whole } = format;
const requests = (count: number) => (count === 1 ? '1 request at a time' : `${whole(count)} concurrent requests`);

/** Load and failure tests of a deployment, in the page and on the command line. */
export const staging = {
  title: 'Staging',
  lead: 'Tests the current version under load and after failures: how many concurrent requests it can handle, and how long it takes to recover. The tests use generated inputs, and the deployment keeps running.',
  severalGraphs:
    'This task runs several graphs, for which no inputs can be generated. Evaluate it on labelled items with a load test instead.',
  load: 'Load',
  target: 'Latency target (ms)',
  targetHint:
    'The number of concurrent requests is doubled until the 95th percentile of their latency exceeds the target.',
  noTarget: 'Enter the latency target in milliseconds, above 0.',
  ramp: 'Start the load test',
  ramping: 'Increasing the load',
  columns: ['Concurrent requests', 'Inputs/s', 'Latency, median', '95th percentile', 'Failed', 'n'],
  row: ({ size, inputsPerS, medianMs, p95, failed, n }: RampLevel): string[] => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `needs n ≥ ${p95.needs}`,
    whole(failed),
    whole(n),
  ],
  conclude({ targetMs, maxWithinTarget, knee, end, levels }: LoadRamp): string {
    const last = levels.at(-1);
    const reached =
      maxWithinTarget === null
        ? `Even one request at a time misses the target of ${duration(targetMs)}.`
        : `The target of ${duration(targetMs)} is met with up to ${requests(maxWithinTarget)}.`;
    const failed = end === 'failures' && last ? ` With ${requests(last.size)}, ${whole(last.failed)} failed.` : '';
    return `${reached}${failed} The ratio of throughput to latency is best with ${requests(knee.size)} (the knee).`;
  },
  failures: 'Failures',
  fail: 'Test this failure',
  failing: 'Causing the failure and waiting for recovery',
  faults: {
    'worker-killed': 'The worker or process of the engine is killed',
    'gpu-lost': 'The GPU is lost',
    'storage-full': 'The storage of the monitor is full',
    'network-cut': 'The network is cut (checked by the requests of 20 runs)',
    'companion-killed': 'The companion is stopped',
  } satisfies Record<FaultId, string>,
  instructions: 'Stop the companion now, then start it again. The test waits up to 2 minutes for each.',
  unsupported: {
    'not-on-gpu': 'the model does not run on the GPU with ONNX Runtime',
    'not-in-companion': 'the model does not run in the companion',
    'in-companion': 'the model runs in the companion: test stopping the companion instead',
  } satisfies Record<UnsupportedFaultReason, string>,
  recovered({ recoveryMs, errors, runMs }: Recovery): string {
    const failed = Object.entries(errors).map(([code, count]) => `${code} ${whole(count)}×`);
    const between = failed.length === 0 ? 'no run failed' : `failed runs: ${failed.join(', ')}`;
    return recoveryMs === null
      ? `did not recover in time (${between})`
      : `recovered after ${duration(recoveryMs)} (${between}; a run takes ${duration(runMs)})`;
  },
};
