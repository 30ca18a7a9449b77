import { readdirSync, statSync, type Dirent } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import { readNpy } from '#formats/npy.ts';
import { UsageError } from '../command.ts';

/** Reads one sample: a tensor for each input of the model. */
export type ReadInputs = () => Promise<Tensors>;

/**
 * Whether a folder of calibration inputs contains NumPy files, directly or in its subfolders.
 * @throws UsageError if there is no such folder
 */
export function hasNumpyFiles(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) throw new UsageError(`--calibrate "${folder}": there is no such folder`);
  const isNumPy = ({ name }: Dirent) => extname(name) === '.npy';
  const entries = readdirSync(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return (
    entries.some(isNumPy) ||
    folders.some(({ name }) => readdirSync(join(folder, name), { withFileTypes: true }).some(isNumPy))
  );
}

/**
 * Lists the calibration samples in a folder: NumPy files (.npy) for a model with one input, otherwise folders with a file
 * for each input (`<name>/<input>.npy`).
 * @param folder as {@link hasNumpyFiles}
 * @throws UsageError if the files are not inputs of the model
 */
export function listCalibrationInputs(
  folder: string,
  inputs: readonly Pick<TensorSpec, 'name'>[],
): readonly ReadInputs[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const [onlyInput, ...others] = inputs;
  return entries.flatMap((entry): ReadInputs[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [() => readInputs(inputs, ({ name }) => join(path, `${name}.npy`))];
    if (extname(entry.name) !== '.npy' || !onlyInput) return [];
    if (others.length > 0)
      throw new UsageError(
        `--calibrate "${folder}": the model has ${inputs.length} inputs, so each entry is a folder of files named after them`,
      );
    return [() => readInputs([onlyInput], () => path)];
  });
}

async function readInputs(
  inputs: readonly Pick<TensorSpec, 'name'>[],
  toPath: (input: Pick<TensorSpec, 'name'>) => string,
): Promise<Tensors> {
  const tensors = inputs.map(async (input) => {
    const path = toPath(input);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new UsageError(`there is no file "${path}"`, { cause: error });
    });
    const tensor = readNpy(new Uint8Array(bytes));
    if (!tensor) throw new UsageError(`"${path}" is not a NumPy file of a supported type`);
    return [input.name, tensor] as const;
  });
  return Object.fromEntries(await Promise.all(tensors));
}
