import type { GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** The values of a transformer's inputs for each token id. */
const valueByInput: Readonly<Record<string, (id: number) => number>> = {
  input_ids: (id) => id,
  attention_mask: () => 1,
  token_type_ids: () => 0,
};

/** Whether all inputs of a graph are those of a transformer encoder, [batch, sequence] with a free length. */
export function takesTokens({ inputs }: Pick<GraphSignature, 'inputs'>): boolean {
  return (
    inputs.some(({ name }) => name === 'input_ids') &&
    inputs.every(
      ({ name, dtype, shape }) =>
        Object.hasOwn(valueByInput, name) && dtype === 'int64' && shape.length === 2 && typeof shape[1] !== 'number',
    )
  );
}

/** Creates the inputs [1, tokens] for one text, for a graph that {@link takesTokens}. */
export function createTokenInputs(ids: readonly number[], { inputs }: Pick<GraphSignature, 'inputs'>): Tensors {
  const shape = [1, ids.length];
  return Object.fromEntries(
    inputs.map(({ name }) => {
      const data = BigInt64Array.from(ids, (id) => BigInt(valueByInput[name]!(id)));
      return [name, { dtype: 'int64', shape, data }];
    }),
  );
}
