import { abortable } from '#core/delay.ts';
import type { StartedWorker } from './measure-device.ts';
import type { TextKernel, TextKernelRequest } from './text-kernels.ts';

interface TextKernelOptions {
  readonly startWorker: () => StartedWorker;
  readonly signal: AbortSignal;
}

/** For the answers of all models; opening them takes about as long. Chosen. */
const budgetMs = 450;
/** What is not measured by then is given up. */
const maxMs = 15_000;

/**
 * Measures kernels in a worker of their own. What cannot be measured is absent, and its forecast says so.
 * @throws AppError aborted
 */
export async function measureTextKernels(
  requests: readonly TextKernelRequest[],
  { startWorker, signal }: TextKernelOptions,
): Promise<TextKernel[]> {
  if (requests.length === 0) return [];
  const { remote, died, terminate } = startWorker();
  try {
    const ended = AbortSignal.any([signal, died, AbortSignal.timeout(maxMs)]);
    return await abortable(ended, remote.textKernels(requests, budgetMs));
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return [];
  } finally {
    terminate();
  }
}
