import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { readOnnxHeader } from '#formats/onnx/read-onnx-header.ts';
import { createMessage, type Graph, type OnnxModel, type TensorProto } from '#formats/onnx/onnx-model.ts';
import { countStoredBytes, listGraphs } from '#formats/onnx/stored-tensors.ts';
import { abbreviate, type Finding } from './finding.ts';
import { checkFunctions, checkOperators } from './onnx-operators.ts';
import { checkLoops } from './onnx-loops.ts';
import { checkLargeValues } from './onnx-large-values.ts';
import { checkExecutableTensors } from './onnx-tensors.ts';
import { checkHidden, checkText } from './text-checks.ts';

/** `EXTERNAL` of `TensorProto.DataLocation`. */
const externalLocation = 1;
/** The keys that ONNX's ExternalData.md defines. The Python package set all others as attributes (CVE-2026-34445). */
const externalKeys = new Set(['location', 'offset', 'length', 'checksum', 'basepath']);
/**
 * Maximum declared bytes per byte of the file: a packed list takes at least 1 byte for an element of at most 8 bytes.
 */
const maxDeclaredRatio = 8;

/**
 * Checks the header and graph of an ONNX file.
 * @throws AppError model-corrupt
 */
export async function checkOnnx(source: ByteSource): Promise<Finding[]> {
  const model = await readOnnxHeader(source);
  const graphs = [
    model.graph ?? [],
    ...model.trainings.map(({ initialisation, algorithm }) => [initialisation ?? [], algorithm ?? []].flat()),
  ].flat();
  const graphBodies = [...graphs, ...model.functions.map(({ nodes }) => createMessage('Graph', { nodes }))];
  const tensors = graphBodies.flatMap(listTensors);
  return [
    ...checkExternalData(tensors),
    ...checkOperators(graphBodies, model.functions),
    ...checkFunctions(model),
    ...graphBodies.flatMap(checkLoops),
    ...tolerateDamage(() => checkDeclaredSize(tensors, source.size)),
    ...tolerateDamage(() => checkLargeValues(model)),
    ...(await checkExecutableTensors(tensors)),
    ...checkTexts(model, graphs),
  ];
}

/** Lists all tensors, including those in attributes that no operator reads, because a loader may still resolve them. */
function listTensors(body: Graph): TensorProto[] {
  return listGraphs(body).flatMap(({ initializers, sparseInitializers, nodes }) => {
    const sparse = sparseInitializers.flatMap(({ values, indices }) => [values ?? [], indices ?? []].flat());
    const attributes = nodes.flatMap((node) => node.attributes);
    return [initializers, sparse, attributes.flatMap(({ tensor, tensors }) => [tensor ?? [], tensors].flat())].flat();
  });
}

/** Runs a check so that a damaged tensor does not hide the findings of other checks. */
function tolerateDamage(check: () => Finding[]): Finding[] {
  try {
    return check();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return [{ code: 'not-scanned', severity: 'low', facts: { cause: 'unreadable' } }];
  }
}

/** Finds paths with which some engines read any file of the user (CVE-2022-25882, CVE-2024-27318, CVE-2025-51480). */
function checkExternalData(tensors: readonly TensorProto[]): Finding[] {
  const entries = tensors
    .filter(({ dataLocation }) => dataLocation === externalLocation)
    .flatMap((tensor) => tensor.externalData);
  const paths = new Set(entries.filter(({ key }) => key === 'location').map(({ value }) => value));
  const keys = new Set(entries.map(({ key }) => key).filter((key) => !externalKeys.has(key)));
  return [
    ...[...paths]
      .filter((path) => !isSafePath(path.replace(/^\.\//, '')))
      .map((path): Finding => ({ code: 'external-path', severity: 'high', facts: { path: abbreviate(path) } })),
    ...[...keys].map((key): Finding => {
      const severity = key.startsWith('_') ? 'high' : 'low';
      return { code: 'external-key', severity, facts: { key: abbreviate(key) } };
    }),
  ];
}

function checkDeclaredSize(tensors: readonly TensorProto[], fileBytes: number): Finding[] {
  const declaredBytes = tensors
    .filter(({ dataLocation }) => dataLocation !== externalLocation)
    .reduce((sum, tensor) => sum + countStoredBytes(tensor), 0);
  if (declaredBytes <= fileBytes * maxDeclaredRatio) return [];
  return [{ code: 'declared-size', severity: 'medium', facts: { declaredBytes, fileBytes } }];
}

function checkTexts(model: OnnxModel, graphBodies: readonly Graph[]): Finding[] {
  const texts = [
    ['producer_name', `${model.producerName} ${model.producerVersion}`],
    ['doc_string', model.docString],
    ['graph.doc_string', model.graph?.docString ?? ''],
    ...model.metadata.map(({ key, value }) => [key, value]),
  ] as const;
  const namedParts = graphBodies
    .flatMap(listGraphs)
    .flatMap((graph) => [[graph], graph.nodes, graph.inputs, graph.outputs].flat());
  return [
    ...texts.flatMap(([where = '', text = '']) => checkText(where, text)),
    ...namedParts.flatMap(({ name }) => checkHidden(name, name)),
  ];
}
