import type { Rewriter } from './rewriter.ts';

/** Relative tolerance for constants that frameworks round to float32. */
const relativeTolerance = 1e-6;

/** Returns the value of a stored float32 scalar (rank 0, or rank 1 of size 1), or `null` for other values. */
export async function readStoredScalar(name: string, graph: Rewriter): Promise<number | null> {
  const storedTensor = graph.findStored(name);
  if (!storedTensor || storedTensor.dims.length > 1 || storedTensor.dims.some((size) => size !== 1)) return null;
  const [value = null] = (await graph.readNumbers(name, 'float32')) ?? [];
  return value;
}

/** Whether a value is a stored scalar that equals `expected` up to float32 rounding. */
export async function isStoredScalar(name: string, expected: number, graph: Rewriter): Promise<boolean> {
  const value = await readStoredScalar(name, graph);
  return value !== null && Math.abs(value - expected) <= relativeTolerance * Math.abs(expected);
}
