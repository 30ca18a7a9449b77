import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { EngineId } from '#core/engine/engines.ts';
import { listEnginesForFiles, detectEntryFile } from '#core/model/entry-file.ts';
import { AppError } from '#core/errors/error.ts';
import { parseRemote } from '#core/model/hub-model.ts';
import { publicHub } from '#core/model/public-hub.ts';
import type { ModelSource } from '../../browser/drive-model.ts';
import { listBundledIds, readBundledModel, listHubModelIds } from '../files/catalogue-models.ts';
import { UsageError } from '../command.ts';
import { listModelFilesAt } from '../files/model-files.ts';
import { isServerTarget, readTarget } from '../native/companion-target.ts';

/** The value of `--model`, with its engine if the file names determine it. */
export type ModelArgument =
  | (Extract<ModelSource, { kind: 'files' }> & {
      readonly engine: EngineId | null;
      readonly engineIds: readonly EngineId[];
    })
  | (Extract<ModelSource, { kind: 'model' }> & { readonly engine: EngineId; readonly engineIds: readonly EngineId[] })
  | Extract<ModelSource, { kind: 'remote' }>;

/** Returns the link parameters of a model. A model that is not yet downloaded has no id, so it is written like a file. */
export function toModelQuery(model: ModelArgument | undefined): { readonly model?: string; readonly file?: '1' } {
  if (model === undefined) return {};
  return model.kind === 'model' ? { model: model.id } : { file: '1' };
}

/**
 * Reads `--model`. A model with several files (an ONNX graph with external data, a TF.js model with shards) is specified by
 * the file that names the others, by all its paths or by its folder.
 * @param target the value of `--target`: models of a remote server are named `<server>/<model>`
 * @throws UsageError for an unknown name
 */
export async function readModelArgument(names: readonly string[], target?: string): Promise<ModelArgument> {
  const [first] = names;
  if (first !== undefined && target !== undefined && isServerTarget(readTarget(target))) {
    if (names.length > 1) throw new UsageError(`--model: expected one model of a server, not ${names.join(', ')}`);
    return { kind: 'remote', reference: first };
  }
  if (names.length === 1 && first !== undefined && !existsSync(first)) return parseModelName(first);
  const files = await Promise.all(names.map(listModelFilesAt));
  const paths = [...new Set(files.flat())];
  if (paths.length === 0) throw new UsageError(`the folder "${names.join()}" contains no files`);
  const engineIds = listEnginesForFiles(paths.map((path) => basename(path)));
  return { kind: 'files', paths, engine: engineIds[0] ?? null, engineIds };
}

function parseModelName(name: string): ModelArgument {
  const bundledIds = listBundledIds();
  const hubIds = listHubModelIds();
  if (bundledIds.includes(name)) {
    const { engine, entry } = readBundledModel(name);
    return { kind: 'model', id: name, engine, engineIds: listEnginesForFiles([entry]) };
  }
  if (hubIds.includes(name) || isRemote(name)) return { kind: 'remote', reference: name };
  const knownIds = [...bundledIds, ...hubIds].join(', ');
  throw new UsageError(`"${name}" is neither a file, nor organisation/name[:file], nor a URL, nor one of: ${knownIds}`);
}

/** Whether a name is a Hub reference or a URL. The path of a missing file, such as `models/x.onnx`, is neither. */
function isRemote(name: string): boolean {
  try {
    const remote = parseRemote(name, publicHub);
    if (remote.kind === 'address') return URL.canParse(remote.url);
    return remote.file !== null || detectEntryFile([remote.repository]) === null;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
