import type { TensorProto } from '#formats/onnx/onnx-model.ts';
import { executableHeadBytes, recogniseExecutable } from './executable.ts';
import type { Finding } from './finding.ts';

/** uint8 and int8: the types that a file would be stored as. */
const byteTypes = new Set([2, 3]);
/** Tensors whose first bytes are read; each may be a read of its own. */
const maxTensors = 20_000;

/** Programs that are stored as a tensor of bytes. */
export async function checkExecutableTensors(tensors: readonly TensorProto[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const raw = tensors.flatMap(({ dataType, rawData }) => (byteTypes.has(dataType) && rawData ? [rawData] : []));
  for (const rawData of raw.slice(0, maxTensors)) {
    const head =
      rawData instanceof Uint8Array
        ? rawData.subarray(0, executableHeadBytes)
        : new Uint8Array(await rawData.slice(0, executableHeadBytes).arrayBuffer());
    const kind = recogniseExecutable(head);
    if (kind) findings.push({ code: 'executable', severity: 'high', facts: { kind } });
  }
  if (raw.length > maxTensors) findings.push({ code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } });
  return findings;
}
