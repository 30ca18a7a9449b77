import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import { readNpy } from '#formats/npy.ts';
import { UsageError } from '../command.ts';

/** Reads the values of every input of the model. */
export type ReadInputs = () => Promise<Tensors>;

/**
 * The calibration inputs in a folder: NumPy files (.npy) for a model with one input, otherwise folders with a
 * file for each input (`<name>/<input>.npy`).
 * @throws UsageError if there is none
 */
export function calibrationInputsIn(
  folder: string,
  inputs: readonly Pick<TensorSpec, 'name'>[],
): readonly ReadInputs[] {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) throw new UsageError(`--calibrate "${folder}": there is no such folder`);
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const [only, ...others] = inputs;
  const found = entries.flatMap((entry): ReadInputs[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [() => readInputs(inputs, ({ name }) => join(path, `${name}.npy`))];
    if (extname(entry.name) !== '.npy' || !only) return [];
    if (others.length > 0)
      throw new UsageError(
        `--calibrate "${folder}": the model has ${inputs.length} inputs, so each entry is a folder of files named after them`,
      );
    return [() => readInputs([only], () => path)];
  });
  if (found.length === 0) throw new UsageError(`--calibrate "${folder}": there are no NumPy files (.npy) in it`);
  return found;
}

async function readInputs(
  inputs: readonly Pick<TensorSpec, 'name'>[],
  pathOf: (input: Pick<TensorSpec, 'name'>) => string,
): Promise<Tensors> {
  const tensors = inputs.map(async (input) => {
    const path = pathOf(input);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new UsageError(`there is no file "${path}"`, { cause: error });
    });
    const tensor = readNpy(new Uint8Array(bytes));
    if (!tensor) throw new UsageError(`"${path}" is not a NumPy file of a supported type`);
    return [input.name, tensor] as const;
  });
  return Object.fromEntries(await Promise.all(tensors));
}
