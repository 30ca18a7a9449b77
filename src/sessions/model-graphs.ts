import { engines, type TensorEngineId } from '#core/engine/engines.ts';
import { listGraphFiles } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import type { ByteSource, ModelFiles } from '#core/model/model.ts';
import type { FileRole, GraphRole, GraphSignature } from '#core/task/task.ts';
import type { DataType } from '#core/engine/tensor.ts';
import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import { toByteSource } from '#formats/byte-source.ts';
import type { ChooseSizes } from '#formats/format.ts';
import { readFacts } from '#formats/index.ts';
import { assignFiles, assignGraphs } from '#tasks/assign-roles.ts';

/** The graphs of a model by role, and its other files. */
export interface ModelGraphs {
  /** Each with its entry file and all files that may contain its weights. */
  readonly graphs: ReadonlyMap<string, ModelFiles>;
  /** The other files by their role. */
  readonly files: Readonly<Record<string, ByteSource>>;
}

/**
 * Assigns the graphs of a model to roles by their headers, and its other files by their names, without opening a graph.
 * @throws AppError model-parts if the files do not form a model of the task | model-unsupported if they are on a server
 *   | errors of `readFacts`
 */
export async function splitByRole(
  model: ModelFiles,
  engine: TensorEngineId,
  roles: Readonly<Record<string, GraphRole>>,
  fileRoles: Readonly<Record<string, FileRole>>,
  read: (name: string) => Promise<ModelFacts> = (name) => readGraphFacts(model, name),
): Promise<ModelGraphs> {
  const entries = listGraphFiles([...model.files.keys()], engines[engine].formats);
  const graphNames = entries.length > 1 ? entries : [model.entry]; // the entry of a single graph may have any name
  const others = [...model.files.keys()].filter((name) => !graphNames.includes(name));
  const filesByRole = await assignFiles(fileRoles, others, (name) => readHead(openByteSource(model, name)));
  const assignedFiles = new Set(Object.values(filesByRole));
  const weights = others.filter((name) => !assignedFiles.has(name));
  const selectFiles = (names: readonly string[]) => new Map([...model.files].filter(([name]) => names.includes(name)));
  const headers = new Map<string, GraphSignature>();
  // The only graph of a one-graph task is not checked here, because binding it reports mismatches.
  const isSingleGraph = graphNames.length === 1 && Object.keys(roles).length === 1;
  if (!isSingleGraph && model.files.size === 0)
    throw new AppError('model-unsupported', { model: model.id, reason: 'server-one-graph' });
  for (const name of graphNames)
    headers.set(name, isSingleGraph ? { inputs: [], outputs: [] } : toSignature(await read(name)));
  const graphsByRole = Object.entries(assignGraphs(roles, headers));
  return {
    graphs: new Map(
      graphsByRole.map(([role, entry]) => [role, { id: model.id, entry, files: selectFiles([entry, ...weights]) }]),
    ),
    files: Object.fromEntries(Object.entries(filesByRole).map(([role, name]) => [role, openByteSource(model, name)])),
  };
}

/** The part of a configuration file that decides its role. Heuristic, not measured. */
const maxConfigurationBytes = 1 << 20;

async function readHead(source: ByteSource): Promise<string> {
  const bytes = source.slice(0, Math.min(source.size, maxConfigurationBytes));
  return new TextDecoder().decode(await bytes.arrayBuffer());
}

/**
 * Reads the header of a graph file of a model.
 * @throws AppError of `readFacts`
 */
export function readGraphFacts(model: ModelFiles, name: string, chooseSizes?: ChooseSizes): Promise<ModelFacts> {
  const others = [...model.files.keys()].filter((other) => other !== name);
  const siblings = new Map(others.map((other) => [other, openByteSource(model, other)]));
  return readFacts(openByteSource(model, name), name, siblings, chooseSizes);
}

function openByteSource({ files }: ModelFiles, name: string): ByteSource {
  const bytes = files.get(name);
  if (!bytes) throw new AppError('internal', { why: `${name} is not a file of the model` });
  return bytes instanceof Uint8Array ? toByteSource(bytes) : bytes;
}

/** Converts a header to a session's specs. A value of unknown rank gets an empty shape. */
export function toSignature({ inputs, outputs, metadata }: ModelFacts): GraphSignature {
  const toSpec = ({ name, dtype, shape }: ValueFacts) => ({ name, dtype: dtype as DataType, shape: shape ?? [] });
  return { inputs: inputs.map(toSpec), outputs: outputs.map(toSpec), metadata };
}
