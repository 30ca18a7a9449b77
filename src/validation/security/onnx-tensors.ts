import type { TensorProto } from '#formats/onnx/onnx-model.ts';
import { executableHeadBytes, recogniseExecutable } from './executable.ts';
import type { Finding } from './finding.ts';

/** uint8 and int8, in which a file would be stored. */
const byteTypes = new Set([2, 3]);
/** Maximum number of tensors whose first bytes are read; each can be a separate read. */
const maxTensors = 20_000;

/** Finds programs that are stored as byte tensors. */
export async function checkExecutableTensors(tensors: readonly TensorProto[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const byteTensors = tensors.flatMap(({ dataType, rawData }) => (byteTypes.has(dataType) && rawData ? [rawData] : []));
  for (const rawData of byteTensors.slice(0, maxTensors)) {
    const head =
      rawData instanceof Uint8Array
        ? rawData.subarray(0, executableHeadBytes)
        : new Uint8Array(await rawData.slice(0, executableHeadBytes).arrayBuffer());
    const kind = recogniseExecutable(head);
    if (kind) findings.push({ code: 'executable', severity: 'high', facts: { kind } });
  }
  if (byteTensors.length > maxTensors)
    findings.push({ code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } });
  return findings;
}
