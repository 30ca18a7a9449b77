import { afterAll, vi } from 'vitest';
import type { PackageId } from '#core/engine/engine-package.ts';
import { addForTests, testHome } from './add-for-tests.fixture.ts';

/**
 * Adds an engine from the configured registry to a folder that all tests share, once per machine, and makes the tests of
 * the current file use it.
 * @returns the reason why the engine cannot be tested here, for the titles of skipped tests; empty if it can
 */
export async function findSkipReason(id: PackageId): Promise<string> {
  vi.stubEnv('ASSAY_HOME', testHome);
  afterAll(() => void vi.unstubAllEnvs());
  return addForTests(id);
}
