import { format } from '../format.ts';

const { number, whole } = format;

/** The benchmark of several models on several devices. */
export const matrix = {
  title: 'Several models, devices and image sizes',
  lead: 'Measures every combination, one after another, and compares them in one table. Each measurement is also kept in Results.',
  models: 'Models',
  targets: 'Devices',
  imageSizes: 'Image sizes in pixels',
  imageSizesHelp:
    'Heights and widths, separated by commas, for models whose image size is free. Other models are measured at their own size.',
  noImageSizes: 'Enter at least one image size, such as 320, 480, 640.',
  badImageSize: (text: string) => `“${text}” is not an image size: enter whole numbers from 16 to 4096.`,
  noModels: 'Choose at least one model.',
  noTargets: 'Choose at least one device.',
  start: 'Measure all combinations',
  again: 'Measure again',
  measuring: (model: string, target: string, index: number, count: number) =>
    `${model} on ${target} (${whole(index)} of ${whole(count)})`,
  table: 'Medians by model and device',
  model: 'Model',
  imageSize: 'Image size',
  fixedSize: 'fixed',
  squareSize: (size: number) => `${whole(size)} × ${whole(size)}`,
  withThreads: (device: string, threads: string) => `${device}, ${threads}`,
  value: (value: number, unit: 'ms' | 'tokens/s') =>
    unit === 'ms' ? `${number(value)} ms` : `${number(value)} tokens/s`,
  relative: (speed: number) => `${number(100 * speed)}% of the fastest in this row`,
  unsupported: 'not supported',
  failed: 'failed',
  pending: 'not measured',
  invalid: 'wrong outputs',
  noisy: 'noisy',
  legend: 'Shading compares the speeds within a row: the stronger the colour, the faster the device.',
  csv: 'Save as CSV',
};
