import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import { readNpy } from '#formats/npy.ts';
import { UsageError } from '../command.ts';

/** Reads one sample: the values of every input of the model. */
export type ReadSample = () => Promise<Tensors>;

/**
 * The samples in a folder: NumPy files (.npy), each the input of a model that has one, or a folder for each sample with
 * a file for each input (`<sample>/<input>.npy`).
 * @throws UsageError if there is none
 */
export function samplesIn(folder: string, inputs: readonly Pick<TensorSpec, 'name'>[]): readonly ReadSample[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) throw new UsageError(`--calibrate "${folder}": there is no such folder`);
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const [only, ...others] = inputs;
  const samples = entries.flatMap((entry): ReadSample[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [() => readSample(inputs, ({ name }) => join(path, `${name}.npy`))];
    if (extname(entry.name) !== '.npy' || !only) return [];
    if (others.length > 0)
      throw new UsageError(
        `--calibrate "${folder}": the model has ${inputs.length} inputs, so each sample is a folder of files named after them`,
      );
    return [() => readSample([only], () => path)];
  });
  if (samples.length === 0) throw new UsageError(`--calibrate "${folder}": there are no NumPy files (.npy) in it`);
  return samples;
}

async function readSample(
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
