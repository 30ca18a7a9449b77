import { availableParallelism } from 'node:os';

/**
 * The total time spent on choosing the number of threads. Measured on a machine with 2 cores, 2 threads were 1.0 to 1.8
 * times as fast as 1, and 0.03 times as fast while another process used a core.
 */
const measurementMs = 2000;
/** Warm-up tokens after a change of the number of threads, which are not timed. Heuristic, not measured. */
const warmupTokens = 2;
/**
 * llama.cpp's threads wait for each other in a busy loop, so another process on one of their cores multiplies the CPU time
 * per token. Measured: from 12 ms to between 130 and 930 ms. An increase by this factor counts as such a collapse.
 */
const collapseFactor = 4;
/** The number of tokens over which the CPU time is averaged. Heuristic, not measured. */
const windowTokens = 16;

type GenerateToken = () => Promise<void>;

/**
 * Chooses the number of threads (all, all but one, half, or one) that generates the most tokens per second.
 * @param generateToken generates one token
 * @param setThreads sets the number of threads
 */
export async function chooseThreads(
  generateToken: GenerateToken,
  setThreads: (threads: number) => void,
  totalMs = measurementMs,
): Promise<number> {
  const allThreads = availableParallelism();
  const candidates = [...new Set([allThreads, allThreads - 1, Math.ceil(allThreads / 2), 1])].filter(
    (threads) => threads > 0,
  );
  let best = { threads: 1, tokensPerMs: 0 };
  for (const threads of candidates) {
    setThreads(threads);
    for (let warmup = 0; warmup < warmupTokens; warmup++) await generateToken();
    const startedMs = performance.now();
    const endMs = startedMs + totalMs / candidates.length;
    let tokens = 0;
    do {
      await generateToken();
      tokens++;
    } while (performance.now() < endMs);
    const tokensPerMs = tokens / (performance.now() - startedMs);
    if (tokensPerMs > best.tokensPerMs) best = { threads, tokensPerMs };
  }
  return best.threads;
}

/** Watches the CPU time per generated token, and reduces the number of threads when it rises by {@link collapseFactor}. */
export class ThreadWatch {
  threads: number;
  readonly #setThreads: (threads: number) => void;
  readonly #readCpuMs: () => number;
  #bestCpuMs = Infinity;
  #tokens = 0;
  #startCpuMs = 0;

  constructor(threads: number, setThreads: (threads: number) => void, readCpuMs = readProcessCpuMs) {
    this.threads = threads;
    this.#setThreads = setThreads;
    this.#readCpuMs = readCpuMs;
  }

  /** Starts a measurement window. Must be called before the first token of an answer. */
  startWindow(): void {
    this.#tokens = 0;
    this.#startCpuMs = this.#readCpuMs();
  }

  /** Must be called after each generated token. */
  onToken(): void {
    if (++this.#tokens < windowTokens) return;
    const cpuMs = (this.#readCpuMs() - this.#startCpuMs) / this.#tokens;
    this.startWindow();
    if (this.threads > 1 && cpuMs > collapseFactor * this.#bestCpuMs) {
      this.threads--;
      this.#setThreads(this.threads);
      this.#bestCpuMs = Infinity; // the old minimum was measured with another number of threads
    } else this.#bestCpuMs = Math.min(this.#bestCpuMs, cpuMs);
  }
}

/** Reads the CPU time of all threads of this process, in milliseconds. */
function readProcessCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
