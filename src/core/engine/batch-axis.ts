import type { SessionFacts } from './runtime.ts';
import { arrayTypes, countElements, type Tensor, type Tensors } from './tensor.ts';

/**
 * Whether inputs of several requests can be joined: the first dimension of every input and output is the same free
 * dimension, which occurs nowhere else. Whether the model treats its rows separately shows only when it runs.
 */
export function hasBatchAxis({ inputs, outputs }: Pick<SessionFacts, 'inputs' | 'outputs'>): boolean {
  const specs = [...inputs, ...outputs];
  const [name] = inputs[0]?.shape ?? [];
  if (name === undefined || typeof name === 'number' || outputs.length === 0) return false;
  return specs.every(({ dtype, shape: [first, ...others] }) => {
    const isElsewhere = name !== null && others.includes(name);
    return dtype !== 'string' && first === name && !isElsewhere;
  });
}

/** The number of rows of a request; `null` if its inputs differ in it. */
export function countRows(inputs: Tensors): number | null {
  const [rows = null, ...others] = new Set(Object.values(inputs).map(({ shape }) => shape[0] ?? 0));
  return others.length === 0 && rows !== 0 ? rows : null;
}

/** The same for requests that can be joined: all sizes except the number of rows. */
export function formatShapeKey(inputs: Tensors): string {
  const entries = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries.map(([name, { dtype, shape }]) => [name, dtype, shape.slice(1)]));
}

/** Concatenates the inputs of several requests with the same `shapeKey` into the inputs of one. */
export function join(requests: readonly Tensors[]): Tensors {
  const [first = {}] = requests;
  return Object.fromEntries(
    Object.entries(first).map(([name, { dtype, shape }]) => {
      const parts = requests.map((request) => request[name]!);
      const rows = parts.reduce((sum, part) => sum + part.shape[0]!, 0);
      const bytes = new Uint8Array(parts.reduce((sum, { data }) => sum + (data as Uint8Array).byteLength, 0));
      let offset = 0;
      for (const { data } of parts as { data: Uint8Array }[]) {
        bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
        offset += data.byteLength;
      }
      const data = new arrayTypes[dtype as keyof typeof arrayTypes](bytes.buffer);
      return [name, { dtype, shape: [rows, ...shape.slice(1)], data } as Tensor];
    }),
  );
}

/** The outputs of each request, with memory of their own; `null` if the outputs do not have one row per row of input. */
export function split(outputs: Tensors, rows: readonly number[]): readonly Tensors[] | null {
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (Object.values(outputs).some(({ shape }) => shape[0] !== total)) return null;
  let startRow = 0;
  return rows.map((count) => {
    const start = startRow;
    startRow += count;
    const parts = Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
      const [, ...others] = shape;
      const width = countElements(others);
      return [name, { dtype, shape: [count, ...others], data: data.slice(start * width, startRow * width) } as Tensor];
    });
    return Object.fromEntries(parts) as Tensors;
  });
}
