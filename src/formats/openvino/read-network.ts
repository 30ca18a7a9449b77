import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { parseXmlTags } from './xml-tags.ts';

/** A network of an IR file. */
export interface IrNetwork {
  readonly name: string | null;
  readonly version: string | null;
  readonly layers: readonly IrLayer[];
  readonly edges: readonly { readonly from: string; readonly fromPort: string; readonly to: string }[];
}

export interface IrLayer {
  readonly id: string;
  readonly name: string;
  /** The operator: `Convolution`, or `Parameter`, `Const` and `Result` for inputs, weights and outputs. */
  readonly type: string;
  /** `opset1`, or `extension`. */
  readonly opset: string;
  /** Attributes of the operator. */
  readonly data: Readonly<Record<string, string>>;
  readonly inputs: readonly IrPort[];
  readonly outputs: readonly IrPort[];
}

export interface IrPort {
  readonly id: string;
  /** Names of the tensor; may be empty. */
  readonly names: readonly string[];
  /** The type in the file, such as `FP32`; absent for inputs. */
  readonly precision: string | undefined;
  /** The sizes in the file; `-1` is a free dimension. */
  readonly dims: readonly string[];
}

const maxBytes = 128 << 20;
const maxLayers = 1_000_000;

/**
 * Reads the topology of an IR file, without the bodies of loops.
 * @throws AppError model-corrupt
 */
export async function readNetwork(source: ByteSource): Promise<IrNetwork> {
  if (source.size > maxBytes) throw createCorruptModelError('openvino', { reason: 'header-too-large', maxBytes });
  const xml = new TextDecoder().decode(await source.arrayBuffer());
  let net: Readonly<Record<string, string>> | null = null;
  const layers: Writable<IrLayer>[] = [];
  const edges: IrNetwork['edges'][number][] = [];
  /** Names of the open tags, outermost first. */
  const openTags: string[] = [];
  /** Open tags of loop bodies, whose layers do not belong to the network. */
  let bodies = 0;
  let port: { names: string[]; id: string; precision: string | undefined; dims: string[] } | null = null;
  for (const { name, isOpening, isClosing, attributes, text } of parseXmlTags(xml)) {
    const layer = layers.at(-1);
    if (isOpening) {
      if (name === 'net' && openTags.length === 0) net = attributes;
      if (isBody(name)) bodies++;
      if (bodies === 0) {
        if (name === 'layer') {
          if (layers.length === maxLayers)
            throw createCorruptModelError('openvino', { reason: 'too-many-parts', max: maxLayers });
          const { id = '', name: layerName = '', type = '', version: opset = 'opset1' } = attributes;
          layers.push({ id, name: layerName, type, opset, data: {}, inputs: [], outputs: [] });
        } else if (name === 'data' && layer) {
          layer.data = attributes;
        } else if (name === 'port' && layer) {
          const names = attributes['names']?.split(',').filter((candidate) => candidate !== '') ?? [];
          port = { id: attributes['id'] ?? '', names, precision: attributes['precision'], dims: [] };
          const list = (openTags.at(-1) === 'input' ? layer.inputs : layer.outputs) as IrPort[];
          list.push(port);
        } else if (name === 'dim') {
          port?.dims.push(text);
        } else if (name === 'edge') {
          const { 'from-layer': from = '', 'from-port': fromPort = '', 'to-layer': to = '' } = attributes;
          edges.push({ from, fromPort, to });
        }
      }
      if (!isClosing) openTags.push(name);
    } else {
      openTags.pop();
    }
    if (isClosing && isBody(name)) bodies--;
    if (isClosing && name === 'port') port = null;
  }
  if (!net || openTags.length > 0) throw createCorruptModelError('openvino', { reason: 'no-graph' });
  return { name: net['name'] ?? null, version: net['version'] ?? null, layers, edges };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Whether the tag begins the body of a loop or condition. */
function isBody(name: string): boolean {
  return name === 'body' || name === 'then_body' || name === 'else_body';
}
