import type { RoundTrip } from '#core/report/tensor-report.ts';
import type { TensorSession } from '#core/engine/runtime.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { median } from '#statistics/quantiles.ts';

const warmUps = 3;
const samples = 20;
/** The calls so far are enough after this time. */
const maxMs = 5_000;

/**
 * The time of calls to a session in another process, inference included, as a caller of it waits for them. Reported apart
 * from the inference times, which are measured where the session runs.
 */
export async function measureRoundTrip(
  session: Pick<TensorSession, 'run'>,
  inputs: Tensors,
  now: () => number = () => performance.now(),
): Promise<RoundTrip> {
  const startMs = now();
  const times: number[] = [];
  for (let run = 0; run < warmUps + samples; run++) {
    const beforeMs = now();
    await session.run(inputs);
    if (run >= warmUps) times.push(now() - beforeMs);
    if (times.length > 0 && now() - startMs > maxMs) break;
  }
  return { medianMs: median(times), n: times.length };
}
