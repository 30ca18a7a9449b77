import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { chooseBySize } from './choose-by-size.fixture.ts';

const skipReason = await findSkipReason('ort');
test.skipIf(skipReason !== '')(
  `chooses the smallest result of all schemes that passes the gates ${skipReason}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-optimise-long-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const limit = 0.75 * (await stat('models/digits/model.onnx')).size;
    const { out, exitCode, printed } = await chooseBySize(folder, limit);
    expect([exitCode, printed]).toEqual([
      0,
      expect.stringMatching(/: passes; .*\n[^]*: not tried: it would not be smaller/),
    ]);
    expect((await stat(out)).size).toBeLessThan(limit);
  },
);
