import { inject } from 'vitest';
import { getBaseName } from '#core/model/file-name.ts';

/** A file of the test data folder. */
export async function testFile(path: string): Promise<File> {
  const response = await fetch(`/@fs${inject('testData')}/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new File([await response.blob()], getBaseName(path));
}
