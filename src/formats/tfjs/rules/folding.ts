import { countPerElementOperations } from '#graph/cost.ts';
import { reduceShape } from '#graph/shapes.ts';
import { isFixed, readNumbers, createValue, type Shape } from '#graph/value.ts';
import { getDtype, createCostFreeOutputs, createRuleTable, readScalar, type Rule } from './operator-rule.ts';

const reduction: Rule = ({ inputs: [x, axesInput], attributes }) => {
  const axes = readNumbers(axesInput?.content);
  if (!x?.shape) return null;
  const { shape } = x;
  const flops = countPerElementOperations(shape, 1);
  if (!axes) return { outputs: [createValue(x.dtype, null)], flops };
  return { outputs: [createValue(x.dtype, reduceShape(shape, axes, attributes.flag('keep_dims')))], flops };
};

const argReduction: Rule = ({ inputs: [x, axisInput] }) => {
  const axis = readScalar(axisInput);
  if (!x?.shape || axis === null) return null;
  return {
    outputs: [createValue('int32', reduceShape(x.shape, [axis], false))],
    flops: countPerElementOperations(x.shape, 1),
  };
};

const createDepthRule =
  (toSpace: boolean): Rule =>
  ({ inputs: [x], attributes }) => {
    const blockSize = attributes.int('block_size', 1);
    if (x?.shape?.length !== 4 || !isFixed(x.shape)) return null;
    const [n = 0, h = 0, w = 0, c = 0] = x.shape;
    const shape = toSpace
      ? [n, h * blockSize, w * blockSize, c / blockSize ** 2]
      : [n, h / blockSize, w / blockSize, c * blockSize ** 2];
    return createCostFreeOutputs([createValue(x.dtype, shape)]);
  };

/** Space to batch and the inverse, between which older converters write a dilated convolution. */
const createBatchRule =
  (toSpace: boolean): Rule =>
  ({ inputs: [x, sides, edges] }) => {
    const [block, padding] = [readNumbers(sides?.content), readNumbers(edges?.content)];
    if (!x?.shape || !isFixed(x.shape) || !block || !padding) return null;
    const area = block.reduce((product, side) => product * side, 1);
    const shape = x.shape.map((size, axis) => {
      if (axis === 0) return toSpace ? size / area : size * area;
      const [side, edge] = [block[axis - 1], (padding[2 * axis - 2] ?? 0) + (padding[2 * axis - 1] ?? 0)];
      if (side === undefined) return size;
      return toSpace ? size * side - edge : (size + edge) / side;
    });
    return createCostFreeOutputs([createValue(x.dtype, shape)]);
  };

const topK: Rule = ({ inputs: [x, k] }) => {
  const shape: Shape | null = x?.shape ? x.shape.toSpliced(-1, 1, readScalar(k)) : null;
  return {
    outputs: [createValue(getDtype(x), shape), createValue('int32', shape)],
    flops: countPerElementOperations(x?.shape, 1),
  };
};

/** Operators that move elements between axes. */
export const foldingRules: Readonly<Record<string, Rule>> = {
  ...createRuleTable(reduction, 'All Any Max Mean Min Prod Sum'),
  ...createRuleTable(argReduction, 'ArgMax ArgMin'),
  DepthToSpace: createDepthRule(true),
  SpaceToDepth: createDepthRule(false),
  BatchToSpaceND: createBatchRule(true),
  SpaceToBatchND: createBatchRule(false),
  TopKV2: topK,
};
