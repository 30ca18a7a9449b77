import { basename } from 'node:path';
import { openAsOnnx } from '#convert/open-checkpoint.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { checkFile } from '../options/check-options.ts';
import { findBundledModelFolder, listBundledIds, projectRoot, readBundledModel } from './catalogue-models.ts';
import { listModelFilesAt } from './model-files.ts';

/** An ONNX model on this disk. */
export interface BackboneFile {
  readonly entry: string;
  /** The paths of its other files. */
  readonly others: readonly string[];
  /** Reads it; each call returns a new copy. */
  readonly read: () => Promise<OnnxModel>;
}

/**
 * @param model a bundled model, or the path of a file
 * @throws UsageError
 */
export async function findBackboneFile(model: string): Promise<BackboneFile> {
  const [entry, ...others] = listBundledIds().includes(model) ? listBundledPaths(model) : await listPaths(model);
  const read = async () => {
    const siblings = await Promise.all(others.map(openFileOnDisk));
    const byName = new Map(siblings.map((file) => [file.name, file]));
    return openAsOnnx(basename(entry!), await openFileOnDisk(entry!), byName);
  };
  return { entry: entry!, others, read };
}

function listBundledPaths(id: string): readonly string[] {
  const { files, ...model } = readBundledModel(id);
  const folder = findBundledModelFolder(projectRoot, { files, ...model });
  return files.map(({ name }) => `${folder}/${basename(name)}`);
}

async function listPaths(model: string): Promise<readonly string[]> {
  checkFile(model, 'expected an ONNX file');
  return listModelFilesAt(model);
}
