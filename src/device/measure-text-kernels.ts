import { rejectOnAbort } from '#core/delay.ts';
import type { StartedWorker } from './measure-device.ts';
import type { TextKernel, TextKernelRequest } from './text-kernels.ts';

interface TextKernelOptions {
  readonly startWorker: () => StartedWorker;
  readonly signal: AbortSignal;
}

/** The time budget for the answers of all models; opening them takes about as long. Heuristic, not measured. */
const budgetMs = 450;
/** The timeout of the whole measurement. */
const maxMs = 15_000;

/**
 * Measures kernels in a separate worker. Omits kernels that cannot be measured, which their forecasts report.
 * @throws AppError aborted
 */
export async function measureTextKernelsInWorker(
  requests: readonly TextKernelRequest[],
  { startWorker, signal }: TextKernelOptions,
): Promise<TextKernel[]> {
  if (requests.length === 0) return [];
  const { remote, died, terminate } = startWorker();
  try {
    const endSignal = AbortSignal.any([signal, died, AbortSignal.timeout(maxMs)]);
    return await rejectOnAbort(endSignal, remote.measureTextKernels(requests, budgetMs));
  } catch (error) {
    if (signal.aborted) throw error;
    return [];
  } finally {
    terminate();
  }
}
