import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { SessionHandle } from '#bridge/session-handle.ts';
import type { TextHandle } from '#bridge/text-handle.ts';
import { median } from '#statistics/quantiles.ts';
import { createBenchInputs } from '../bench/bench-inputs.ts';
import { openForBench } from '../bench/open-for-bench.ts';

/** A target's answer to the same input as the others, and the time that this page waits for it. */
export type Probe =
  | { readonly kind: 'tensor'; readonly outputs: Tensors; readonly roundTripMs: number }
  /** `firstTextMs` is from the call to the first text in this page, `firstTokenMs` by the engine's own clock. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly firstTextMs: number | null;
      readonly firstTokenMs: number | null;
    };

/** Number of timed inferences, after one untimed inference. Heuristic, not measured. */
const timedRunCount = 10;

/** A question that every language model can answer. The answers are long enough to show differences between targets. */
const question = 'Question: What is the capital of France, and what is it known for?\nAnswer:';
const answerTokens = 32;

/**
 * Opens a model and runs it as the pages of the app do. Inferences are timed in this page, so their times include the
 * transport to the worker and to the companion.
 * @throws any error of `openForBench`
 */
export async function probeTarget(request: BenchRequest, dimensions: Dimensions, signal: AbortSignal): Promise<Probe> {
  const handle = await openForBench(request, { signal });
  try {
    return 'run' in handle ? await probeTensors(handle, request, dimensions, signal) : await probeText(handle, signal);
  } finally {
    handle.close();
  }
}

async function probeTensors(
  handle: SessionHandle,
  { subject }: BenchRequest,
  dimensions: Dimensions,
  signal: AbortSignal,
): Promise<Probe> {
  const inputs = createBenchInputs(subject, handle.opened.facts, dimensions);
  const copy = (): Tensors => structuredClone(inputs); // a run transfers its inputs
  const outputs = await handle.run(copy(), { signal });
  const timesMs: number[] = [];
  for (let run = 0; run < timedRunCount; run++) {
    const next = copy();
    const startMs = performance.now();
    await handle.run(next, { signal });
    timesMs.push(performance.now() - startMs);
  }
  return { kind: 'tensor', outputs, roundTripMs: median(timesMs) };
}

async function probeText(handle: TextHandle, signal: AbortSignal): Promise<Probe> {
  const request = { prompt: question, maxTokens: answerTokens, temperature: 0 };
  let text = '';
  let firstTextMs: number | null = null;
  const startMs = performance.now();
  const generation = handle.generate(request, { signal });
  for (;;) {
    const { done, value } = await generation.next();
    if (done) return { kind: 'text', text, firstTextMs, firstTokenMs: value.ttftMs };
    if (value !== '') firstTextMs ??= performance.now() - startMs;
    text += value;
  }
}
