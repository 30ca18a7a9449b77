import type { ByteSource } from '#core/model/model.ts';
import type { Finding } from './finding.ts';

/**
 * Bytes that are searched. Keras writes the layers as JSON near the start of the file; those of real models fit in 4
 * MiB.
 */
const maxHeaderBytes = 4 * 1024 * 1024;

/** Finds layers with code in a Keras HDF5 file by their names in its bytes. The structure of HDF5 is not parsed. */
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
