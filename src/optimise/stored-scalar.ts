import type { Rewriter } from './rewriter.ts';

/** Relative error of constants that frameworks round to float32. */
const tolerance = 1e-6;

/** The only value of a stored float32 tensor of rank 0, or of rank 1 with one value; `null` if it is another. */
export async function readStoredScalar(name: string, graph: Rewriter): Promise<number | null> {
  const stored = graph.findStored(name);
  if (!stored || stored.dims.length > 1 || stored.dims.some((size) => size !== 1)) return null;
  const [value = null] = (await graph.readNumbers(name, 'float32')) ?? [];
  return value;
}

/** Whether a value is stored and this number, within the rounding of float32. */
export async function isStoredScalar(name: string, expected: number, graph: Rewriter): Promise<boolean> {
  const value = await readStoredScalar(name, graph);
  return value !== null && Math.abs(value - expected) <= tolerance * Math.abs(expected);
}
