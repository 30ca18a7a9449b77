import type { SessionFacts } from './runtime.ts';
import { arrayTypes, countElements, type Tensor, type Tensors } from './tensor.ts';

/**
 * Whether inputs of several requests can be joined: the first dimension of every input and output is the same free
 * dimension, which occurs on no other axis. Whether the model processes rows independently is known only after a run.
 */
export function hasBatchAxis({ inputs, outputs }: Pick<SessionFacts, 'inputs' | 'outputs'>): boolean {
  const specs = [...inputs, ...outputs];
  const [name] = inputs[0]?.shape ?? [];
  if (name === undefined || typeof name === 'number' || outputs.length === 0) return false;
  return specs.every(({ dtype, shape: [first, ...others] }) => {
    const isOnOtherAxis = name !== null && others.includes(name);
    return dtype !== 'string' && first === name && !isOnOtherAxis;
  });
}

/**
 * Returns the number of rows of a request, the size of the first axis of every input; `null` if the inputs differ in
 * it.
 */
export function countRows(inputs: Tensors): number | null {
  const [rows = null, ...others] = new Set(Object.values(inputs).map(({ shape }) => shape[0] ?? 0));
  return others.length === 0 && rows !== 0 ? rows : null;
}

/** Formats the types and shapes of a request without its rows. Requests with equal keys can be joined. */
export function formatShapeKey(inputs: Tensors): string {
  const entries = Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries.map(([name, { dtype, shape }]) => [name, dtype, shape.slice(1)]));
}

/** Concatenates the inputs of several requests with equal shape keys along the first axis. */
export function joinRequests(requests: readonly Tensors[]): Tensors {
  const [first = {}] = requests;
  return Object.fromEntries(
    Object.entries(first).map(([name, { dtype, shape }]) => {
      const tensors = requests.map((request) => request[name]!);
      const rows = tensors.reduce((sum, tensor) => sum + tensor.shape[0]!, 0);
      const bytes = new Uint8Array(tensors.reduce((sum, { data }) => sum + (data as Uint8Array).byteLength, 0));
      let offset = 0;
      for (const { data } of tensors as { data: Uint8Array }[]) {
        bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
        offset += data.byteLength;
      }
      const data = new arrayTypes[dtype as keyof typeof arrayTypes](bytes.buffer);
      return [name, { dtype, shape: [rows, ...shape.slice(1)], data } as Tensor];
    }),
  );
}

/**
 * Splits the outputs of joined requests along the first axis into a copy for each request; `null` if the outputs do not
 * have one row per input row.
 * @param rows the number of rows of each request
 */
export function splitOutputs(outputs: Tensors, rows: readonly number[]): readonly Tensors[] | null {
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (Object.values(outputs).some(({ shape }) => shape[0] !== total)) return null;
  let startRow = 0;
  return rows.map((count) => {
    const start = startRow;
    startRow += count;
    const tensors = Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
      const [, ...others] = shape;
      const rowElements = countElements(others);
      return [
        name,
        { dtype, shape: [count, ...others], data: data.slice(start * rowElements, startRow * rowElements) } as Tensor,
      ];
    });
    return Object.fromEntries(tensors) as Tensors;
  });
}
