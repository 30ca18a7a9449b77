import { inspectForOptimising, runRecipe } from '#bridge/optimise-handle.ts';
import type { CallOptions } from '#bridge/call-options.ts';

/** Whether these are weights in safetensors without a graph. */
export function areWeightsWithoutGraph(files: readonly File[]): boolean {
  const hasExtension = (extension: string) => files.some(({ name }) => name.toLowerCase().endsWith(extension));
  return hasExtension('.safetensors') && !hasExtension('.onnx');
}

const getParentFolder = ({ webkitRelativePath: path }: File) => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * Builds the ONNX graph of weights in safetensors, as the Optimise page does without a scheme.
 * @returns the model and the other files that it needs
 * @throws any error of `runRecipe`
 */
export async function convertWeights(
  files: readonly File[],
  options: CallOptions & { readonly onFraction: (fraction: number | null) => void },
): Promise<readonly File[]> {
  const { signal, onFraction } = options;
  // Files in other folders can have the same names, such as the config.json of a pooling layer.
  const folder = getParentFolder(files.find(({ name }) => /\.safetensors$/i.test(name))!);
  const subject = { kind: 'files', files: files.filter((file) => getParentFolder(file) === folder) } as const;
  const { cleaning, sizes } = await inspectForOptimising(subject, false, null, options);
  const request = { subject, recipe: cleaning, calibration: null, dimensions: sizes };
  const converted = await runRecipe(request, {
    ...(signal && { signal }),
    onProgress: ({ phase, fraction }) => onFraction(phase === 'write' ? fraction : null),
  });
  return [...converted.files, ...files.filter((file) => getParentFolder(file) !== folder)];
}
