import { describe, expect, test } from 'vitest';
import type { PackageId } from '#core/engine/engine-package.ts';
import { findSkipReason } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { runSelfTest } from './self-test.ts';

const { signal } = new AbortController();

/**
 * Tests that an added engine passes the self-test, and that a file that is not a library fails it.
 * @param other the engine whose self-test rejects the file
 */
export async function describeSelfTest(id: PackageId, other: PackageId): Promise<void> {
  const skipReason = await findSkipReason(id);
  describe.skipIf(skipReason)(`${id} ${skipReason}`, () => {
    test('accepts an added engine, which runs a small model', async () => {
      const { path } = await findLibrary(id);
      await runSelfTest(id, packageTable[id], path, signal);
    });

    test('rejects a file that is not a library', async () => {
      const selfTest = runSelfTest(other, packageTable[other], import.meta.filename, signal);
      await expect(selfTest).rejects.toMatchObject({ code: 'engine-rejected', facts: { file: other } });
    });
  });
}
