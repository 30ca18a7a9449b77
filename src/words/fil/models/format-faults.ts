import type { formatFaults as en } from '../../en/models/format-faults.ts';
import { count, format } from '../format.ts';

const { bytes, whole } = format;
/** Sizes that may differ by a single byte. */
const exactBytes = (value: number) => count(value, 'byte');
const nameTensor = (tensor: string) => `tensor na “${tensor}”`;

/** Faults of a model file: the text after the colon of a message. */
export const formatFaults: typeof en = {
  'no-graph': () => 'wala itong laman na graph',
  'ends-early': ({ missingBytes }) => `${exactBytes(missingBytes)} ang kulang sa dulo nito`,
  'weights-cut-off': ({ sizeBytes, expectedBytes }) => {
    const [size, expected] = [bytes(sizeBytes), bytes(expectedBytes)];
    if (size !== expected) return `${size} lang ito sa ${expected}`;
    const missingBytes = expectedBytes - sizeBytes;
    return missingBytes === 1 ? 'kulang ang huling byte nito' : `kulang ang huling ${exactBytes(missingBytes)} nito`;
  },
  'bytes-after-weights': ({ extraBytes }) => `may ${exactBytes(extraBytes)} pagkatapos ng huling tensor`,
  'file-shrank': () => 'umikli ito habang binabasa',
  'header-too-large': ({ maxBytes }) => `mas malaki sa ${bytes(maxBytes)} ang header nito`,
  'unsafe-file-name': ({ file }) => `tinutukoy nito ang file na “${file}”, na nasa labas ng folder ng model`,

  'field-too-large': ({ bytes: declared, maxBytes }) =>
    `${exactBytes(declared)} ang idinedeklara ng isang field; ${exactBytes(maxBytes)} ang limit`,
  'number-out-of-range': ({ value }) => `labas sa saklaw ang numerong ${value}`,
  'nested-too-deep': ({ maxDepth }) => `mahigit ${maxDepth} antas ang lalim ng pagkaka-nest nito`,
  'too-many-parts': ({ max }) => `mahigit ${count(max, 'bahagi')} ito`,
  'too-many-tensors': ({ count: tensors, max }) =>
    `${count(tensors, 'tensor')} ang idinedeklara nito; ${whole(max)} ang limit`,
  'too-many-metadata-entries': ({ count: entries, max }) =>
    `${count(entries, 'metadata entry')} ang idinedeklara nito; ${whole(max)} ang limit`,
  'too-much-metadata-text': ({ maxBytes }) => `mahigit ${bytes(maxBytes)} ng text ang metadata nito`,
  'array-too-long': ({ length }) => `nagdedeklara ito ng array na may ${count(length, 'element')}`,
  'metadata-type-unknown': ({ type }) => `may value ang metadata nito na hindi kilala ang type (${type})`,
  'alignment-invalid': ({ alignment }) => `${alignment} ang alignment nito, hindi numerong higit sa 0`,
  'offset-outside-file': () => 'tumuturo sa labas ng file ang isang offset',
  'tables-without-end': () => 'walang katapusang nagtuturuan ang mga table nito',

  'value-cut-off': () => 'natatapos ito sa gitna ng isang value',
  'varint-too-long': () => 'mas mahaba sa 64 bit ang isang numero',
  'field-number-invalid': () => 'may field na hindi valid ang numero',
  'wire-type-unknown': ({ type }) => `may field na hindi kilala ang wire type (${type})`,
  'packed-length-invalid': ({ bytes: length, elementBytes }) =>
    `${exactBytes(length)} ang isang listahan ng mga numerong tig-${elementBytes} byte`,

  'not-json': ({ why }) => `hindi ito valid na JSON (${why})`,
  'json-too-large': ({ bytes: size, maxBytes }) => `${bytes(size)} ang JSON nito; ${bytes(maxBytes)} ang limit`,
  'json-too-many-objects': ({ count: objects, max }) =>
    `${whole(objects)} ang object at array ng JSON nito; ${whole(max)} ang limit`,
  'json-not-object': () => 'hindi object ang JSON nito',
  'file-not-object': ({ file }) => `hindi JSON object ang “${file}”`,
  'entry-invalid': ({ entry }) => `kulang o hindi valid ang entry na “${entry}”`,

  'tensor-type-unknown': ({ tensor, type }) => `hindi kilala ang type (${type}) ng ${nameTensor(tensor)}`,
  'tensor-missing': ({ tensor }) => `wala ang ${nameTensor(tensor)}`,
  'tensor-type-not-supported': ({ tensor, type, known }) =>
    `${type} ang type ng ${nameTensor(tensor)}; suportado: ${known}`,
  'tensor-rank-too-high': ({ tensor, rank, max }) =>
    `may ${count(rank, 'dimension')} ang ${nameTensor(tensor)}; ${max} ang limit`,
  'tensor-shape-invalid': ({ tensor }) => `hindi valid ang shape ng ${nameTensor(tensor)}`,
  'tensor-too-large': ({ shape }) => `may tensor na imposible ang shape: [${shape}]`,
  'tensor-offsets-invalid': ({ tensor }) => `hindi valid ang mga offset ng ${nameTensor(tensor)}`,
  'tensor-bytes-mismatch': ({ tensor, shape, actualBytes }) =>
    `${exactBytes(actualBytes)} ang ${nameTensor(tensor)}, na hindi tugma sa shape nitong [${shape}]`,
  'tensor-values-mismatch': ({ tensor, shape, count: values }) =>
    `may ${count(values, 'value')} ang ${nameTensor(tensor)}, na hindi tugma sa shape nitong [${shape}]`,
  'tensor-rows-invalid': ({ tensor, rowElements, blockElements }) =>
    `may mga row na ${count(rowElements, 'element')} ang ${nameTensor(tensor)}, na hindi multiple ng laki ng block nitong ${blockElements}`,
  'tensor-not-finite': ({ tensor }) =>
    `may mga value na NaN o infinite ang ${nameTensor(tensor)}, na hindi maipapahayag ng mga integer`,
  'gguf-magic-missing': () => 'hindi ito nagsisimula sa “GGUF”',
  'tensors-overlap': () => 'nagpapatong o may puwang ang mga tensor nito',
  'too-many-elements': () => 'mahigit 2^53 ang element ng mga weight nito',
  'tensor-index-invalid': ({ index, count: tensors }) =>
    `tinutukoy nito ang tensor ${index}, pero ${count(tensors, 'tensor')} lang ang mayroon ito`,
  'operator-code-invalid': ({ index }) => `ginagamit nito ang operator code ${index}, na hindi nito idinedeklara`,

  'value-missing': ({ value }) =>
    `binabasa ng isang node ang “${value}”, na hindi kino-compute ni naka-store saanman sa graph`,
  'value-defined-twice': ({ value }) => `dalawang beses binibigyang-kahulugan ng graph nito ang “${value}”`,
  'nodes-unordered': ({ value }) => `binabasa ng isang node ang “${value}” bago ito i-compute ng iba`,
  'graph-cycle': ({ value }) =>
    `kailangan ng pag-compute sa “${value}” ang mismong “${value}”, nang direkta o sa pamamagitan ng ibang node`,
  'domain-missing': ({ domain }) => `gumagamit ito ng mga operator ng domain na “${domain}”, na hindi nito ini-import`,

  'gguf-version-1': () => 'GGUF bersyon 1 (2023) ito; i-convert muli ang model gamit ang kasalukuyang llama.cpp',
  'gguf-version': ({ version }) => `GGUF bersyon ${version} ito; mga bersyon 2 at 3 ang nababasa ng Assay`,
  'gguf-big-endian': () => 'big-endian na GGUF ito; gamitin ang little-endian na file',
};
