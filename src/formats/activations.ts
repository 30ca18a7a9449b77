import { bytesIn, type Value } from './value.ts';

/** What the lifetimes of values follow from: the nodes in file order, and the type and shape of each value. */
interface Steps {
  readonly nodes: readonly {
    readonly node: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  }[];
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * Peak memory of activations, in bytes, over the nodes in file order: an input lives from the start, a result until
 * the last node that reads it, an output until the end. null where the size of one of them is not known.
 * @param given names of the graph's inputs
 * @param kept names of its outputs
 * @param constants names of values stored in the file: they count as weights, not as activations
 */
export function peakActivations(
  { nodes, values }: Steps,
  given: readonly string[],
  kept: readonly string[],
  constants: ReadonlySet<string>,
): number | null {
  const lastUse = new Map<string, number>();
  for (const [step, { node }] of nodes.entries()) {
    for (const name of [...node.inputs, ...node.outputs]) lastUse.set(name, step);
  }
  for (const name of kept) lastUse.set(name, nodes.length);
  const endings = Map.groupBy(lastUse.keys(), (name) => lastUse.get(name) ?? 0);
  const alive = new Map<string, number>();
  let [bytes, peak] = [0, 0];
  const start = (name: string): boolean => {
    if (name === '' || constants.has(name) || alive.has(name)) return true;
    const value = values.get(name);
    const size = value ? bytesIn(value) : null;
    alive.set(name, size ?? 0);
    bytes += size ?? 0;
    return size !== null;
  };
  if (!given.every(start)) return null;
  for (const [step, { node }] of nodes.entries()) {
    if (!node.outputs.every(start)) return null;
    peak = Math.max(peak, bytes);
    for (const name of endings.get(step) ?? []) {
      bytes -= alive.get(name) ?? 0;
      alive.delete(name);
    }
  }
  return Math.max(peak, bytes);
}
