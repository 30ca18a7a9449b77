import type { ByteSource } from '#core/model/model.ts';
import type { Finding } from './finding.ts';

/** Keras writes the layers as JSON text near the start of the file; 4 MiB contain the layers of any real model. */
const maxHeaderBytes = 4 * 1024 * 1024;

/** Layers with code in a Keras model in HDF5, by their names in its text: the structure of HDF5 is not read. */
export async function checkHdf5(source: ByteSource): Promise<Finding[]> {
  const bytes = await source.slice(0, Math.min(source.size, maxHeaderBytes)).arrayBuffer();
  const layers = new TextDecoder()
    .decode(bytes)
    .matchAll(/"class_name":\s*"(Lambda|__lambda__|function|TFOpLambda|SlicingOpLambda)"/g);
  const layerNames = [...new Set([...layers].map(([, layer = '']) => layer))];
  return [
    ...layerNames.map((layer): Finding => ({ code: 'code-layer', severity: 'high', facts: { layer } })),
    { code: 'not-scanned', severity: 'low', facts: { cause: 'unknown-format' } },
  ];
}
