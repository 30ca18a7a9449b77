import { inject } from 'vitest';
import { getBaseName } from '#core/model/file-name.ts';

/** Fetches a file of the folder in `ASSAY_TEST_DATA`. */
export async function fetchTestFile(path: string): Promise<File> {
  const response = await fetch(`/@fs${inject('testData')}/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new File([await response.blob()], getBaseName(path));
}
