import type { JsonReader } from '#core/encoding/json-reader.ts';
import { createMessage, type ValueInfo } from '#formats/onnx/onnx-model.ts';
import { reportNotApplicable, reportRewritten, type Pass, type Step } from '../optimisation-step.ts';

/** Engines count elements in 32 bits or more. */
const maxSize = 2 ** 31 - 1;

/**
 * Sets free dimensions of the inputs to fixed sizes. Option `sizes`: positive sizes by the name of the dimension, or by
 * `<input>.<axis>` if it has no name. Declared shapes of other values are removed if they contain such a dimension.
 *
 * Facts: `dimensions`, the number of axes set.
 */
export const freezeSizes: Pass = {
  id: 'freeze-sizes',
  configure(reader) {
    const sizes = readSizes(reader.readObject('sizes'));
    return {
      id: 'freeze-sizes',
      options: { sizes },
      apply(graph) {
        const { model } = graph;
        const dynamicInputs = graph.inputs.filter(
          ({ name }) => !graph.initializers.some((tensor) => tensor.name === name),
        );
        const names = new Set(dynamicInputs.flatMap(listFreeDimensions));
        const unknown = Object.keys(sizes).find((name) => !names.has(name));
        if (unknown !== undefined) return Promise.resolve(reportNotApplicable('no-such-size', { name: unknown }));
        let dimensions = 0;
        for (const info of [...dynamicInputs, ...graph.outputs]) dimensions += freeze(info, sizes);
        const frozenNames = new Set(Object.keys(sizes));
        if (model.graph && dimensions > 0)
          model.graph.valueInfos = model.graph.valueInfos.filter(
            (info) => !listFreeDimensions(info).some((name) => frozenNames.has(name)),
          );
        return Promise.resolve(reportRewritten({ dimensions }));
      },
    };
  },
};

/** Returns the sizes that steps set, by dimension. Samples for the resulting model need the same sizes. */
export function readFrozenSizes(steps: readonly Step[]): Readonly<Record<string, number>> {
  const entries = steps.flatMap(({ id, options }) =>
    id === 'freeze-sizes' ? Object.entries(options?.['sizes'] ?? {}) : [],
  );
  return Object.fromEntries(entries) as Readonly<Record<string, number>>;
}

function readSizes(reader: JsonReader): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(reader.fields).map((name) => {
      const size = reader.readNumber(name, maxSize);
      if (!Number.isInteger(size) || size < 1) throw reader.createFieldError(name);
      return [name, size];
    }),
  );
}

function listFreeDimensions({ name, type }: ValueInfo): string[] {
  const dims = type?.tensor?.shape?.dims ?? [];
  return dims.flatMap(({ value, parameter = '' }, axis) =>
    value === undefined ? [parameter || `${name}.${axis}`] : [],
  );
}

/** @returns the number of axes set */
function freeze(valueInfo: ValueInfo, sizes: Readonly<Record<string, number>>): number {
  const shape = valueInfo.type?.tensor?.shape;
  if (!shape) return 0;
  let count = 0;
  shape.dims = shape.dims.map((dim, axis) => {
    const name = dim.parameter || `${valueInfo.name}.${axis}`; // eslint-disable-line -- an empty name means no name
    if (dim.value !== undefined || !Object.hasOwn(sizes, name)) return dim;
    count++;
    return createMessage('Dimension', { value: sizes[name] });
  });
  return count;
}
