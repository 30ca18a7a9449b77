/** What a classifier that Assay wrote states about itself; its input is red, green and blue, 0 to 255. */
export interface ModelLabels {
  /** By class id. */
  readonly labels: readonly string[];
  /** Side of the centre crop as a fraction of the image's shorter side. */
  readonly cropRatio: number;
}

/**
 * Entries of the metadata of an ONNX file. `Image.*` are those of Windows ML, which other tools also read
 * (https://learn.microsoft.com/windows/ai/windows-ml/image-tensor-conversion).
 */
const keys = { labels: 'assay.labels', cropRatio: 'assay.crop-ratio' } as const;
const pixels = { 'Image.BitmapPixelFormat': 'Rgb8', 'Image.NominalPixelRange': 'NominalRange_0_255' } as const;

export function writeLabels({ labels, cropRatio }: ModelLabels): Readonly<Record<string, string>> {
  return { ...pixels, [keys.labels]: JSON.stringify(labels), [keys.cropRatio]: String(cropRatio) };
}

/** `null` if they are not in the metadata, or not as {@link writeLabels} writes them. */
export function readLabels(metadata: Readonly<Record<string, string>> = {}): ModelLabels | null {
  const cropRatio = Number(metadata[keys.cropRatio]);
  if (!(cropRatio > 0 && cropRatio <= 1)) return null;
  if (Object.entries(pixels).some(([key, value]) => metadata[key] !== value)) return null;
  const labels = parseLabels(metadata[keys.labels] ?? '');
  return labels && { labels, cropRatio };
}

function parseLabels(text: string): readonly string[] | null {
  try {
    const labels: unknown = JSON.parse(text);
    const isValid = Array.isArray(labels) && labels.every((label) => typeof label === 'string');
    return isValid && new Set(labels).size === labels.length ? labels : null;
  } catch {
    return null;
  }
}
