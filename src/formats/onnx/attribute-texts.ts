import type { GraphAttribute } from '#graph/model-graph.ts';
import { formatShape } from '#graph/layout/box-text.ts';
import { attributeTypes, getDataTypeName, type Attribute, type Node, type TensorProto } from './onnx-model.ts';

const decoder = new TextDecoder();
/** The maximum length of texts and lists, which are truncated. */
const maxItems = 64;
const maxTextLength = 512;

/** Formats the attributes of a node, in the order of the file. */
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
      return formatList(floats, formatNumber);
    case attributeTypes.ints:
      return formatList(ints, String);
    case attributeTypes.strings:
      return formatList(strings, (text) => decoder.decode(text));
    default:
      // Files of early versions have no type.
      if (int !== undefined) return String(int);
      if (float !== undefined) return formatNumber(float);
      if (string) return decoder.decode(string);
      return ints.length > 0 ? formatList(ints, String) : formatList(floats, formatNumber);
  }
}

/** Formats a float32 without spurious digits: 0.1 is stored as 0.10000000149011612. */
const formatNumber = (value: number): string => String(Number(value.toPrecision(7)));

const formatTensor = ({ dataType, dims }: TensorProto): string =>
  `${getDataTypeName(dataType) ?? dataType} ${formatShape(dims)}`.trim();

function formatList<T>(items: readonly T[], formatItem: (item: T) => string): string {
  const text = items.slice(0, maxItems).map(formatItem).join(', ');
  return items.length > maxItems ? `${text}, …` : text;
}
