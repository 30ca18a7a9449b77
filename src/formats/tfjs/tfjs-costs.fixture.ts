import type { ModelFacts } from '#core/model/model-facts.ts';
import { toByteSource } from '../byte-source.ts';
import { tfjs } from './index.ts';

/** Creates a file with `value` as JSON. */
export const toJsonSource = (value: unknown) => toByteSource(new TextEncoder().encode(JSON.stringify(value)));

const toDims = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });

/** Creates an attribute that is a list of integers. */
export const toIntsAttribute = (values: readonly number[]) => ({ list: { i: values.map(String) } });

export interface NodeOptions {
  readonly attr?: Readonly<Record<string, unknown>>;
  readonly weights?: readonly (readonly number[])[];
  readonly integers?: readonly (readonly number[])[];
}

/** Builds a frozen graph in which each node reads the previous one and its other inputs are constants. */
export function buildPlaceholderGraph(shape: readonly number[]) {
  const nodes: object[] = [
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: toDims(shape) } } },
  ];
  const weights: object[] = [];
  const numbers: (readonly number[])[] = [];
  let last = 'x';
  return {
    node(op: string, { attr = {}, weights: shapes = [], integers = [] }: NodeOptions = {}, reads = [last]) {
      last = `n${nodes.length}`;
      const names = [...shapes, ...integers].map((shapeOrContent, index) => {
        const isInteger = index >= shapes.length;
        const name = `${last}.${index}`;
        nodes.push({ name, op: 'Const' });
        weights.push({
          name,
          dtype: isInteger ? 'int32' : 'float32',
          shape: isInteger ? [shapeOrContent.length] : shapeOrContent,
        });
        const length = shapeOrContent.reduce((a, b) => a * b, 1);
        numbers.push(isInteger ? shapeOrContent : Array.from({ length }, () => 0));
        return name;
      });
      // Precedes its inputs: a file may list nodes in any order.
      nodes.splice(1, 0, { name: last, op, input: [...reads, ...names], attr });
      return last;
    },
    async facts(): Promise<ModelFacts> {
      const model = { modelTopology: { node: nodes }, weightsManifest: [{ paths: ['w.bin'], weights }] };
      const siblings = new Map([['w.bin', toByteSource(new Uint8Array(Int32Array.from(numbers.flat()).buffer))]]);
      return tfjs.readFacts(toJsonSource(model), 'model.json', siblings);
    },
  };
}
