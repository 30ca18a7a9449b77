import { toByteSources, wrapReadErrors } from '#storage/files/chosen-files.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';

/** See `InspectWorker.scanFiles`. The code of the scan is loaded on first use. */
export async function scanFiles(files: readonly File[]): Promise<SecurityScan> {
  const { name, source, siblings } = toByteSources(files);
  const { scanModel } = await import('#validation/security/scan-model.ts');
  return wrapReadErrors(source, () => scanModel(source, name, siblings));
}
