type Rgb = readonly [number, number, number];

/** The constants of `(byte - mean) / std`, for red, green and blue. */
export interface PixelNormalisation {
  readonly mean: Rgb;
  readonly std: Rgb;
}

/** Labels and pre-processing of a classifier of RGB images that Assay wrote. */
export interface ClassifierMetadata {
  /** By class id. */
  readonly labels: readonly string[];
  /** Side of the centre crop as a fraction of the image's shorter side. */
  readonly cropRatio: number;
  readonly pixels: PixelNormalisation;
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
  mean: 'assay.pixel-mean',
  std: 'assay.pixel-std',
} as const;

const normaliseEqually = (mean: number, std: number): PixelNormalisation => ({
  mean: [mean, mean, mean],
  std: [std, std, std],
});

/** The ranges that Windows ML defines. Any other normalisation is stored as its mean and standard deviation. */
const ranges: Readonly<Record<string, PixelNormalisation>> = {
  NominalRange_0_255: normaliseEqually(0, 1),
  Normalized_0_1: normaliseEqually(0, 255),
  Normalized_1_1: normaliseEqually(127.5, 127.5),
};

export function writeClassifierMetadata(metadata: ClassifierMetadata): Readonly<Record<string, string>> {
  const { mean, std } = metadata.pixels;
  const isEqual = (a: Rgb, b: Rgb) => a.every((value, channel) => value === b[channel]);
  const range = Object.keys(ranges).find((id) => isEqual(ranges[id]!.mean, mean) && isEqual(ranges[id]!.std, std));
  return {
    [metadataKeys.format]: 'Rgb8',
    ...(range
      ? { [metadataKeys.range]: range }
      : { [metadataKeys.mean]: JSON.stringify(mean), [metadataKeys.std]: JSON.stringify(std) }),
    [metadataKeys.labels]: JSON.stringify(metadata.labels),
    [metadataKeys.cropRatio]: String(metadata.cropRatio),
  };
}

/** Reads the metadata that {@link writeClassifierMetadata} writes; `null` if it is missing or invalid. */
export function readClassifierMetadata(metadata: Readonly<Record<string, string>> = {}): ClassifierMetadata | null {
  const cropRatio = Number(metadata[metadataKeys.cropRatio]);
  const pixels = readNormalisation(metadata);
  if (!(cropRatio > 0 && cropRatio <= 1) || !pixels || metadata[metadataKeys.format] !== 'Rgb8') return null;
  const labels = parseArray(metadata[metadataKeys.labels], isString);
  return labels && new Set(labels).size === labels.length ? { labels, cropRatio, pixels } : null;
}

function readNormalisation(metadata: Readonly<Record<string, string>>): PixelNormalisation | null {
  const range = metadata[metadataKeys.range];
  if (range !== undefined) return (Object.hasOwn(ranges, range) && ranges[range]) || null;
  const mean = parseArray(metadata[metadataKeys.mean], isNumber);
  const std = parseArray(metadata[metadataKeys.std], isPositive);
  return mean?.length === 3 && std?.length === 3 ? { mean: mean as unknown as Rgb, std: std as unknown as Rgb } : null;
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isPositive = (value: unknown): value is number => isNumber(value) && value > 0;

/** Parses a JSON array; `null` if the text is not an array or has an element of another type. */
function parseArray<T extends string | number>(
  text: string | undefined,
  isElement: (value: unknown) => value is T,
): readonly T[] | null {
  try {
    const values: unknown = JSON.parse(text ?? '');
    return Array.isArray(values) && values.every(isElement) ? values : null;
  } catch {
    return null;
  }
}
