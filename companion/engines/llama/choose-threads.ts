import { availableParallelism } from 'node:os';

/**
 * The total time for choosing the number of threads. Measured on a machine with 2 cores: 2 threads were 1.0 to 1.8 times
 * as fast as 1, and 0.03 times as fast if another process used a core.
 */
const measuringMs = 2000;
/** The number of tokens that are not timed after a change of the number of threads. Heuristic, not measured. */
const skippedTokens = 2;
/**
 * llama.cpp's threads wait for each other by spinning, so another process on one of their cores multiplies the CPU time
 * per token (measured: from 12 ms to between 130 and 930 ms). An increase by this factor counts as such a collapse.
 */
const collapseFactor = 4;
/** The number of tokens over which a collapse is detected. Heuristic, not measured. */
const windowTokens = 16;

/** Generates one token. */
export type Step = () => Promise<void>;

/**
 * Chooses the number of threads (all, all but one, half, or one) that generates the most tokens per second.
 * @param step generates one token
 * @param use sets the number of threads
 */
export async function chooseThreads(
  step: Step,
  use: (threads: number) => void,
  totalMs = measuringMs,
): Promise<number> {
  const all = availableParallelism();
  const candidates = [...new Set([all, all - 1, Math.ceil(all / 2), 1])].filter((threads) => threads > 0);
  let best = { threads: 1, tokensPerMs: 0 };
  for (const threads of candidates) {
    use(threads);
    for (let skipped = 0; skipped < skippedTokens; skipped++) await step();
    const startedMs = performance.now();
    const endMs = startedMs + totalMs / candidates.length;
    let tokens = 0;
    do {
      await step();
      tokens++;
    } while (performance.now() < endMs);
    const tokensPerMs = tokens / (performance.now() - startedMs);
    if (tokensPerMs > best.tokensPerMs) best = { threads, tokensPerMs };
  }
  return best.threads;
}

/** Watches the CPU time of generated tokens, and uses fewer threads once it multiplies. */
export class ThreadWatch {
  threads: number;
  readonly #use: (threads: number) => void;
  readonly #cpuMs: () => number;
  #bestCpuMs = Infinity;
  #tokens = 0;
  #startCpuMs = 0;

  constructor(threads: number, use: (threads: number) => void, cpuMs = readProcessCpuMs) {
    this.threads = threads;
    this.#use = use;
    this.#cpuMs = cpuMs;
  }

  /** To be called before the first token of an answer. */
  begin(): void {
    this.#tokens = 0;
    this.#startCpuMs = this.#cpuMs();
  }

  onToken(): void {
    if (++this.#tokens < windowTokens) return;
    const cpuMs = (this.#cpuMs() - this.#startCpuMs) / this.#tokens;
    this.begin();
    if (this.threads > 1 && cpuMs > collapseFactor * this.#bestCpuMs) {
      this.threads--;
      this.#use(this.threads);
      this.#bestCpuMs = Infinity; // measured with another number of threads
    } else this.#bestCpuMs = Math.min(this.#bestCpuMs, cpuMs);
  }
}

/** The CPU time of all threads of this process, in milliseconds. */
function readProcessCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
