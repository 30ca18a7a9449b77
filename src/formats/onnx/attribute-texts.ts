import type { GraphAttribute } from '#graph/model-graph.ts';
import { formatShape } from '#graph/layout/box-text.ts';
import { attributeTypes, getDataTypeName, type Attribute, type Node, type TensorProto } from './onnx-model.ts';

const decoder = new TextDecoder();
/** Longer texts and lists are cut off. */
const maxItems = 64;
const maxTextLength = 512;

/** The attributes of a node as text, in the order of the file. */
export function formatAttributes({ attributes }: Node): GraphAttribute[] {
  return attributes.map((attribute) => ({
    name: attribute.name,
    value: formatValue(attribute).slice(0, maxTextLength),
  }));
}

function formatValue(attribute: Attribute): string {
  const { float, int, string, tensor, graph, floats, ints, strings } = attribute;
  switch (attribute.type) {
    case attributeTypes.float:
      return formatNumber(float ?? 0);
    case attributeTypes.int:
      return String(int ?? 0);
    case attributeTypes.string:
      return decoder.decode(string);
    case attributeTypes.tensor:
      return tensor ? formatTensor(tensor) : '';
    case attributeTypes.graph:
      return graph?.name ?? '';
    case attributeTypes.floats:
      return list(floats, formatNumber);
    case attributeTypes.ints:
      return list(ints, String);
    case attributeTypes.strings:
      return list(strings, (text) => decoder.decode(text));
    default:
      // Early files have no type.
      if (int !== undefined) return String(int);
      if (float !== undefined) return formatNumber(float);
      if (string) return decoder.decode(string);
      return ints.length > 0 ? list(ints, String) : list(floats, formatNumber);
  }
}

/** Omits the digits that float32 adds: 0.1 is stored as 0.10000000149011612. */
const formatNumber = (value: number): string => String(Number(value.toPrecision(7)));

const formatTensor = ({ dataType, dims }: TensorProto): string =>
  `${getDataTypeName(dataType) ?? dataType} ${formatShape(dims)}`.trim();

function list<T>(items: readonly T[], textOf: (item: T) => string): string {
  const shown = items.slice(0, maxItems).map(textOf).join(', ');
  return items.length > maxItems ? `${shown}, …` : shown;
}
