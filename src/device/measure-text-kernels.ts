import { unless } from '#core/delay.ts';
import type { StartedWorker } from './measure-device.ts';
import type { TextKernel, TextKernelRequest } from './text-kernels.ts';

interface TextKernelOptions {
  readonly startWorker: () => StartedWorker;
  readonly signal: AbortSignal;
}

/** For the answers of one model at most. Chosen. */
const boxMs = 600;
/** A kernel that is not measured by then is given up, and so are the others. */
const maxMs = 15_000;

/**
 * Measures one kernel after another, so that none disturbs the next. What cannot be measured is absent, and its forecast
 * says so.
 * @throws AppError aborted
 */
export async function measureTextKernels(
  requests: readonly TextKernelRequest[],
  { startWorker, signal }: TextKernelOptions,
): Promise<TextKernel[]> {
  const { remote, died, terminate } = startWorker();
  const measured: TextKernel[] = [];
  const limit = AbortSignal.timeout(maxMs);
  try {
    const measure = (request: TextKernelRequest) =>
      unless(AbortSignal.any([signal, died, limit]), remote.textKernel(request, boxMs));
    for (const request of requests) {
      const first = await measure(request);
      const isSlower = measured.some(({ type, promptMs }) => type === first.type && promptMs < first.promptMs);
      // Threads wait for each other where another program has a core for a moment: what they are slower by is asked twice.
      measured.push(isSlower ? fasterOf(first, await measure(request)) : first);
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
  } finally {
    terminate();
  }
  return measured;
}

const fasterOf = (one: TextKernel, other: TextKernel): TextKernel => ({
  ...one,
  promptMs: Math.min(one.promptMs, other.promptMs),
  generationMs: Math.min(one.generationMs, other.generationMs),
});
