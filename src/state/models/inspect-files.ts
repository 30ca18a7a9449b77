import type { Inspection } from '#bridge/inspect-contract.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';

/** @throws any error of `InspectHandle.readFiles` */
export async function inspectFiles(files: readonly File[]): Promise<Inspection> {
  const inspector = new InspectHandle();
  try {
    return await inspector.readFiles(files);
  } finally {
    inspector.close();
  }
}
