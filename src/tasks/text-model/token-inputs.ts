import type { GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** The inputs of a transformer, from the ids of its tokens. */
const values: Readonly<Record<string, (id: number) => number>> = {
  input_ids: (id) => id,
  attention_mask: () => 1,
  token_type_ids: () => 0,
};

/** Whether a graph takes only the tokens of texts [batch, sequence] of any length, as transformers exports encoders. */
export function takesTokens({ inputs }: Pick<GraphSignature, 'inputs'>): boolean {
  return (
    inputs.some(({ name }) => name === 'input_ids') &&
    inputs.every(
      ({ name, dtype, shape }) =>
        Object.hasOwn(values, name) && dtype === 'int64' && shape.length === 2 && typeof shape[1] !== 'number',
    )
  );
}

/** The tokens of one text as the inputs [1, tokens] of a graph that {@link takesTokens}. */
export function tokenInputs(ids: readonly number[], { inputs }: Pick<GraphSignature, 'inputs'>): Tensors {
  const shape = [1, ids.length];
  return Object.fromEntries(
    inputs.map(({ name }) => {
      const data = BigInt64Array.from(ids, (id) => BigInt(values[name]!(id)));
      return [name, { dtype: 'int64', shape, data }];
    }),
  );
}
