import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = new URL('../../scripts/optimise-tests/optimise-large.fixture.ts', import.meta.url);

// Expected sizes relative to 32 bits per weight: 4 bits and a 32-bit scale per block of 32 weights; 16 bits.
test.for([
  ['weight-only', (4 + 1) / 32],
  ['float16', 1 / 2],
] as const)('%s takes less than 1 GB of memory for a model of 2 GiB', { timeout: 900_000 }, async ([scheme, size]) => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-large-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program.pathname, folder, scheme]);
    const { before, after, maxBytes } = JSON.parse(stdout) as Record<'before' | 'after' | 'maxBytes', number>;
    expect(before).toBeGreaterThanOrEqual(2 ** 31);
    expect(after / before).toBeCloseTo(size, 3);
    expect(maxBytes).toBeLessThan(1e9);
  } finally {
    await rm(folder, { recursive: true });
  }
});
