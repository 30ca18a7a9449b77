import type { RoundTrip } from '#core/report/tensor-report.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { median } from '#statistics/quantiles.ts';

const warmupCalls = 3;
const maxSamples = 20;
/** No further call starts after this time. */
const maxMs = 5_000;

/**
 * Measures the duration in milliseconds of calls to a session in another process, including inference. Reported
 * separately from inference times, which are measured in the process of the session.
 */
export async function measureRoundTrip(
  session: Pick<TensorSession, 'run'>,
  inputs: Tensors,
  now: () => number = () => performance.now(),
): Promise<RoundTrip> {
  const startMs = now();
  const timesMs: number[] = [];
  for (let run = 0; run < warmupCalls + maxSamples; run++) {
    const callStartMs = now();
    await session.run(inputs);
    if (run >= warmupCalls) timesMs.push(now() - callStartMs);
    if (timesMs.length > 0 && now() - startMs > maxMs) break;
  }
  return { medianMs: median(timesMs), n: timesMs.length };
}
