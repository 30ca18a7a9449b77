import { describe, expect, test } from 'vitest';
import type { PackageId } from '#core/engine/engine-package.ts';
import { findReasonNotAdded } from './added-package.fixture.ts';
import { findLibrary } from './package-state.ts';
import { packageTable } from './package-table.ts';
import { testPackage } from './self-test.ts';

const { signal } = new AbortController();

/**
 * Tests an added engine, and a file that is not its library.
 * @param other the engine whose library the file should be
 */
export async function describeSelfTest(id: PackageId, other: PackageId): Promise<void> {
  const why = await findReasonNotAdded(id);
  describe.skipIf(why)(`${id} ${why}`, () => {
    test('an added engine runs a small model', async () => {
      const { path } = await findLibrary(id);
      await testPackage(id, packageTable[id], path, signal);
    });

    test('a file that is not the library is rejected', async () => {
      const tested = testPackage(other, packageTable[other], import.meta.filename, signal);
      await expect(tested).rejects.toMatchObject({ code: 'engine-rejected', facts: { file: other } });
    });
  });
}
