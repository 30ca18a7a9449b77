import type { Format } from '../format.ts';
import { readProcessorImageSize } from '../image-size.ts';
import { isJson } from '../identify-non-model.ts';
import { readModelFacts } from './onnx-facts.ts';
import { openOnnxGraph } from './open-onnx-graph.ts';
import { openOnnx, readOnnxHeader } from './read-onnx-header.ts';
import { ProtoReader, wire } from './protobuf.ts';
import { getField } from './read-onnx.ts';

/** ONNX, a protobuf without magic bytes, recognised by its first fields. */
export const onnx: Format = {
  id: 'onnx',
  matches: (head, name) => (/\.onnx$/i.test(name) && !isJson(head)) || beginsLikeModel(head),
  readFacts: async (source, _name, siblings, chooseSizes) =>
    readModelFacts(await readOnnxHeader(source), source.size, siblings, {
      image: siblings ? await readProcessorImageSize(siblings) : null,
      ...(chooseSizes && { chooseSizes }),
    }),
  readGraph: async (source, _name, siblings, chooseSizes) => {
    const model = await openOnnx(source, maxGraphValueBytes);
    const image = await readProcessorImageSize(siblings);
    return openOnnxGraph(model, readModelFacts(model, source.size, siblings, { image, chooseSizes }).nodes, siblings);
  },
};

/** The maximum bytes of a tensor whose values are read with the header. Larger values are read on demand. */
const maxGraphValueBytes = 1024;

/** The maximum length of a producer's name. Other protobufs have long messages at the same field number. */
const maxProducerLength = 256;

/** Whether all fields up to the end of `head` belong to a model and include the graph. */
function beginsLikeModel(head: Uint8Array): boolean {
  const reader = new ProtoReader(head);
  try {
    while (reader.position < head.length) {
      const key = reader.readKey(head.length);
      const field = getField('Model', key);
      if (!field) return false;
      if (field.name === 'graph') return true;
      const start = reader.position;
      reader.skip(key & 7, head.length);
      const isProducer = field.name === 'producerName' || field.name === 'producerVersion';
      if (isProducer && ((key & 7) !== wire.bytes || reader.position - start > maxProducerLength)) return false;
    }
  } catch {
    return false;
  }
  return false;
}
