import { afterAll, vi } from 'vitest';
import type { PackageId } from '#core/engine/engine-package.ts';
import { addForTests, testHome } from './add-for-tests.fixture.ts';

/**
 * Makes the tests of a file use an engine, which the first test that needs it adds from the configured registry to a
 * folder that tests share.
 * @returns why it cannot be used; empty if it can
 */
export async function findReasonNotAdded(id: PackageId): Promise<string> {
  vi.stubEnv('ASSAY_HOME', testHome);
  afterAll(() => void vi.unstubAllEnvs());
  return addForTests(id);
}
