/** The range of the pixel values of an input: 0 to 255, or -1 to 1. */
export type PixelRange = 'bytes' | 'signed-unit';

/** Labels and pre-processing of a classifier of RGB images that Assay wrote. */
export interface ClassifierMetadata {
  /** By class id. */
  readonly labels: readonly string[];
  /** Side of the centre crop as a fraction of the image's shorter side. */
  readonly cropRatio: number;
  readonly range: PixelRange;
}

/**
 * Metadata keys of an ONNX file. The keys `Image.*` are those of Windows ML, which other tools also read
 * (https://learn.microsoft.com/windows/ai/windows-ml/image-tensor-conversion).
 */
const metadataKeys = {
  labels: 'assay.labels',
  cropRatio: 'assay.crop-ratio',
  format: 'Image.BitmapPixelFormat',
  range: 'Image.NominalPixelRange',
} as const;
const ranges: Readonly<Record<PixelRange, string>> = { bytes: 'NominalRange_0_255', 'signed-unit': 'Normalized_1_1' };

export function writeClassifierMetadata(metadata: ClassifierMetadata): Readonly<Record<string, string>> {
  return {
    [metadataKeys.format]: 'Rgb8',
    [metadataKeys.range]: ranges[metadata.range],
    [metadataKeys.labels]: JSON.stringify(metadata.labels),
    [metadataKeys.cropRatio]: String(metadata.cropRatio),
  };
}

/** Reads the metadata that {@link writeClassifierMetadata} writes; `null` if it is missing or invalid. */
export function readClassifierMetadata(metadata: Readonly<Record<string, string>> = {}): ClassifierMetadata | null {
  const cropRatio = Number(metadata[metadataKeys.cropRatio]);
  const range = (Object.keys(ranges) as PixelRange[]).find((id) => ranges[id] === metadata[metadataKeys.range]);
  if (!(cropRatio > 0 && cropRatio <= 1) || !range || metadata[metadataKeys.format] !== 'Rgb8') return null;
  const labels = parseLabels(metadata[metadataKeys.labels] ?? '');
  return labels && { labels, cropRatio, range };
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
