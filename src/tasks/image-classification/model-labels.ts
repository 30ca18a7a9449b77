/** Labels and crop of a classifier that Assay wrote, whose input is RGB from 0 to 255. */
export interface ModelLabels {
  /** By class id. */
  readonly labels: readonly string[];
  /** Side of the centre crop as a fraction of the image's shorter side. */
  readonly cropRatio: number;
}

/**
 * Metadata keys of an ONNX file. The keys `Image.*` are those of Windows ML, which other tools also read
 * (https://learn.microsoft.com/windows/ai/windows-ml/image-tensor-conversion).
 */
const metadataKeys = { labels: 'assay.labels', cropRatio: 'assay.crop-ratio' } as const;
const pixelFormat = { 'Image.BitmapPixelFormat': 'Rgb8', 'Image.NominalPixelRange': 'NominalRange_0_255' } as const;

export function writeLabels({ labels, cropRatio }: ModelLabels): Readonly<Record<string, string>> {
  return { ...pixelFormat, [metadataKeys.labels]: JSON.stringify(labels), [metadataKeys.cropRatio]: String(cropRatio) };
}

/** Reads the metadata that {@link writeLabels} writes; `null` if it is missing or invalid. */
export function readLabels(metadata: Readonly<Record<string, string>> = {}): ModelLabels | null {
  const cropRatio = Number(metadata[metadataKeys.cropRatio]);
  if (!(cropRatio > 0 && cropRatio <= 1)) return null;
  if (Object.entries(pixelFormat).some(([key, value]) => metadata[key] !== value)) return null;
  const labels = parseLabels(metadata[metadataKeys.labels] ?? '');
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
