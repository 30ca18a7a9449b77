/** The inputs and outputs of a node; `K` identifies a value in the format: a name or a number. */
interface Step<K> {
  readonly inputs: readonly K[];
  readonly outputs: readonly K[];
}

interface Lifetimes<K> {
  /** Values that are live from the start: the graph's inputs, and state. */
  readonly start: Iterable<K>;
  /** Values that are live until the end: the graph's outputs, and state. */
  readonly end: Iterable<K>;
  /** Bytes of a value as an activation: 0 for values stored in the file and omitted inputs; `null` if unknown. */
  countTensorBytes(value: K): number | null;
}

/**
 * Peak memory of activations, in bytes, over the nodes in order: an input is live from the start, a result until the
 * last node that reads it, an output until the end. `null` if the size of one of them is unknown.
 */
export function findPeakActivations<K>(
  steps: readonly Step<K>[],
  { start, end, countTensorBytes }: Lifetimes<K>,
): number | null {
  const lastUse = new Map<K, number>();
  for (const [step, { inputs, outputs }] of steps.entries()) {
    for (const value of [...inputs, ...outputs]) lastUse.set(value, step);
  }
  for (const value of end) lastUse.set(value, steps.length);
  const endings = Map.groupBy(lastUse.keys(), (value) => lastUse.get(value) ?? 0);
  const liveBytes = new Map<K, number>();
  let [bytes, peak] = [0, 0];
  const startLifetime = (value: K): boolean => {
    if (liveBytes.has(value)) return true;
    const size = countTensorBytes(value);
    liveBytes.set(value, size ?? 0);
    bytes += size ?? 0;
    return size !== null;
  };
  for (const value of start) if (!startLifetime(value)) return null;
  for (const [step, { outputs }] of steps.entries()) {
    for (const value of outputs) if (!startLifetime(value)) return null;
    peak = Math.max(peak, bytes);
    for (const value of endings.get(step) ?? []) {
      bytes -= liveBytes.get(value) ?? 0;
      liveBytes.delete(value);
    }
  }
  return Math.max(peak, bytes);
}
