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

/** A model of one or several graphs, taken apart by role. */
export interface ModelGraphs {
  /** Each with its own entry, and every file that may hold its weights. */
  readonly graphs: ReadonlyMap<string, ModelFiles>;
  readonly files: Readonly<Record<string, ByteSource>>;
}

/**
 * Recognises the graphs of a model from their headers, before any is opened, and its other files by their names.
 * @throws AppError model-parts if they do not form a model of the task | model-unsupported if its files are on a
 * server, and as `readFacts`
 */
export async function splitByRole(
  model: ModelFiles,
  engine: TensorEngineId,
  roles: Readonly<Record<string, GraphRole>>,
  fileRoles: Readonly<Record<string, FileRole>>,
  read: (name: string) => Promise<ModelFacts> = (name) => readGraphFacts(model, name),
): Promise<ModelGraphs> {
  const entries = listGraphFiles([...model.files.keys()], engines[engine].formats);
  const graphNames = entries.length > 1 ? entries : [model.entry]; // a single file may have any name
  const others = [...model.files.keys()].filter((name) => !graphNames.includes(name));
  const byRole = await assignFiles(fileRoles, others, (name) => readHead(openByteSource(model, name)));
  const named = new Set(Object.values(byRole));
  const weights = others.filter((name) => !named.has(name));
  const selectFiles = (names: readonly string[]) => new Map([...model.files].filter(([name]) => names.includes(name)));
  const headers = new Map<string, GraphSignature>();
  // The only graph of a one-graph task needs no check: binding it reports what does not match.
  const isPlain = graphNames.length === 1 && Object.keys(roles).length === 1;
  if (!isPlain && model.files.size === 0)
    throw new AppError('model-unsupported', { model: model.id, reason: 'server-one-graph' });
  for (const name of graphNames)
    headers.set(name, isPlain ? { inputs: [], outputs: [] } : toSignature(await read(name)));
  const assigned = Object.entries(assignGraphs(roles, headers));
  return {
    graphs: new Map(
      assigned.map(([role, entry]) => [role, { id: model.id, entry, files: selectFiles([entry, ...weights]) }]),
    ),
    files: Object.fromEntries(Object.entries(byRole).map(([role, name]) => [role, openByteSource(model, name)])),
  };
}

/** The maximum size of a configuration file whose text decides its role. Heuristic, not measured. */
const maxConfigurationBytes = 1 << 20;

async function readHead(source: ByteSource): Promise<string> {
  const bytes = source.slice(0, Math.min(source.size, maxConfigurationBytes));
  return new TextDecoder().decode(await bytes.arrayBuffer());
}

/**
 * Reads the header of one file of a model.
 * @throws AppError what `readFacts` throws
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

/** A header in the form of a session's specs; a value of unknown rank gets an empty shape. */
export function toSignature({ inputs, outputs, metadata }: ModelFacts): GraphSignature {
  const spec = ({ name, dtype, shape }: ValueFacts) => ({ name, dtype: dtype as DataType, shape: shape ?? [] });
  return { inputs: inputs.map(spec), outputs: outputs.map(spec), metadata };
}
