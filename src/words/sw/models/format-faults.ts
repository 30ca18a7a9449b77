import type * as en from '../../en/models/format-faults.ts';
import { format } from '../format.ts';

const { bytes, whole } = format;
/** Sizes that may differ by a single byte. */
const exactBytes = (value: number) => `baiti ${whole(value)}`;
/** The end of a sentence about bytes or values whose number is wrong for the shape. */
const shapeMismatch = (value: number, shape: string) =>
  `${value === 1 ? 'ambayo hailingani' : 'ambazo hazilingani'} na umbo lake [${shape}]`;
const nameTensor = (tensor: string) => `tensa “${tensor}”`;

/** Faults of a model file: the text after the colon of a message. */
export const formatFaults: typeof en.formatFaults = {
  'no-graph': () => 'haina grafu',
  'ends-early': ({ missingBytes }) => `inaisha ${exactBytes(missingBytes)} mapema mno`,
  'weights-cut-off': ({ sizeBytes, expectedBytes }) => {
    const [size, expected] = [bytes(sizeBytes), bytes(expectedBytes)];
    if (size !== expected) return `ina ${size} pekee kati ya ${expected}`;
    const missingBytes = expectedBytes - sizeBytes;
    return missingBytes === 1 ? 'baiti ya mwisho haipo' : `${exactBytes(missingBytes)} za mwisho hazipo`;
  },
  'bytes-after-weights': ({ extraBytes }) =>
    `${exactBytes(extraBytes)} ${extraBytes === 1 ? 'inafuata' : 'zinafuata'} tensa ya mwisho`,
  'file-shrank': () => 'ilipungua ukubwa ilipokuwa ikisomwa',
  'header-too-large': ({ maxBytes }) => `kichwa chake kinazidi ${bytes(maxBytes)}`,
  'unsafe-file-name': ({ file }) => `inataja faili “${file}”, iliyo nje ya folda ya modeli`,

  'field-too-large': ({ bytes: declared, maxBytes }) =>
    `kuna sehemu inayotangaza ${exactBytes(declared)}; kikomo ni ${exactBytes(maxBytes)}`,
  'number-out-of-range': ({ value }) => `namba ${value} iko nje ya mipaka`,
  'nested-too-deep': ({ maxDepth }) => `ina viwango vya ndani zaidi ya ${maxDepth}`,
  'too-many-parts': ({ max }) => `ina zaidi ya sehemu ${whole(max)}`,
  'too-many-tensors': ({ count, max }) => `inatangaza tensa ${whole(count)}; kikomo ni ${whole(max)}`,
  'too-many-metadata-entries': ({ count, max }) =>
    `inatangaza maingizo ${whole(count)} ya metadata; kikomo ni ${whole(max)}`,
  'too-much-metadata-text': ({ maxBytes }) => `metadata yake ina zaidi ya ${bytes(maxBytes)} za maandishi`,
  'array-too-long': ({ length }) => `inatangaza orodha ya elementi ${whole(length)}`,
  'metadata-type-unknown': ({ type }) => `metadata yake ina thamani ya aina isiyojulikana ${type}`,
  'alignment-invalid': ({ alignment }) => `alignment yake ni ${alignment}, si namba iliyo zaidi ya 0`,
  'offset-outside-file': () => 'kuna offset inayoelekeza nje ya faili',
  'tables-without-end': () => 'majedwali yake yanarejeleana bila mwisho',

  'value-cut-off': () => 'inaisha katikati ya thamani',
  'varint-too-long': () => 'kuna namba iliyo ndefu kuliko biti 64',
  'field-number-invalid': () => 'kuna sehemu yenye namba batili',
  'wire-type-unknown': ({ type }) => `kuna sehemu yenye wire type isiyojulikana ${type}`,
  'packed-length-invalid': ({ bytes: length, elementBytes }) =>
    `orodha ya namba za baiti ${elementBytes} ina ${exactBytes(length)}`,

  'not-json': ({ why }) => `si JSON halali (${why})`,
  'json-too-large': ({ bytes: size, maxBytes }) => `JSON yake ni ${bytes(size)}; kikomo ni ${bytes(maxBytes)}`,
  'json-too-many-objects': ({ count, max }) => `JSON yake ina vitu na orodha ${whole(count)}; kikomo ni ${whole(max)}`,
  'json-not-object': () => 'JSON yake si kitu (object)',
  'file-not-object': ({ file }) => `“${file}” si kitu cha JSON (object)`,
  'entry-invalid': ({ entry }) => `ingizo “${entry}” halipo au ni batili`,

  'tensor-type-unknown': ({ tensor, type }) => `${nameTensor(tensor)} ina aina isiyojulikana ${type}`,
  'tensor-missing': ({ tensor }) => `${nameTensor(tensor)} haipo`,
  'tensor-type-not-supported': ({ tensor, type, known }) =>
    `${nameTensor(tensor)} ina aina ${type}; zinazotumika: ${known}`,
  'tensor-rank-too-high': ({ tensor, rank, max }) =>
    `${nameTensor(tensor)} ina dimensheni ${whole(rank)}; kikomo ni ${max}`,
  'tensor-shape-invalid': ({ tensor }) => `${nameTensor(tensor)} ina umbo batili`,
  'tensor-too-large': ({ shape }) => `kuna tensa yenye umbo lisilowezekana [${shape}]`,
  'tensor-offsets-invalid': ({ tensor }) => `${nameTensor(tensor)} ina offset batili`,
  'tensor-bytes-mismatch': ({ tensor, shape, actualBytes }) =>
    `${nameTensor(tensor)} ina ${exactBytes(actualBytes)}, ${shapeMismatch(actualBytes, shape)}`,
  'tensor-values-mismatch': ({ tensor, shape, count }) =>
    `${nameTensor(tensor)} ina thamani ${whole(count)}, ${shapeMismatch(count, shape)}`,
  'tensor-rows-invalid': ({ tensor, rowElements, blockElements }) =>
    `${nameTensor(tensor)} ina safu mlalo za elementi ${whole(rowElements)}, ambazo si kigawe cha ukubwa wake wa bloku ${blockElements}`,
  'tensor-not-finite': ({ tensor }) =>
    `${nameTensor(tensor)} ina thamani za NaN au infinity, ambazo namba kamili haziwezi kuziwakilisha`,
  'gguf-magic-missing': () => 'haianzi kwa “GGUF”',
  'tensors-overlap': () => 'tensa zake zinapishana au kuacha mapengo',
  'too-many-elements': () => 'uzito wake una zaidi ya elementi 2^53',
  'tensor-index-invalid': ({ index, count }) => `inarejelea tensa ${index}, lakini ina tensa ${whole(count)} pekee`,
  'operator-code-invalid': ({ index }) => `hutumia msimbo wa opereta ${index}, ambao haiutangazi`,

  'value-missing': ({ value }) =>
    `kuna nodi inayosoma “${value}”, ambayo hakuna kinachoikokotoa au kuihifadhi kwenye grafu`,
  'value-defined-twice': ({ value }) => `grafu yake inabainisha “${value}” mara mbili`,
  'nodes-unordered': ({ value }) => `kuna nodi inayosoma “${value}” kabla ya nyingine kuikokotoa`,
  'graph-cycle': ({ value }) =>
    `kukokotoa “${value}” kunahitaji “${value}” yenyewe, moja kwa moja au kupitia nodi nyingine`,
  'domain-missing': ({ domain }) => `hutumia opereta za domain “${domain}”, ambayo haijaileta (import)`,

  'gguf-version-1': () => 'ni toleo la 1 la GGUF (2023); geuza modeli upya kwa llama.cpp ya sasa',
  'gguf-version': ({ version }) => `ni toleo ${version} la GGUF; Assay husoma matoleo 2 na 3`,
  'gguf-big-endian': () => 'ni GGUF ya big-endian; tumia faili ya little-endian',
};
