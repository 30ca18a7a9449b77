import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { Report } from '#core/report/report.ts';
import { createLink, payload, readFailureFacts } from './report-link.fixture.ts';
import { decodeReportLink, encodeReportLink } from './report-link.ts';

/** The uncompressed report, without version, checksum and two bytes of length. */
const body = inflateRawSync(Buffer.from(payload, 'base64url').subarray(7));

test('fuzz: changed contents with a valid checksum result in a report or a reason', async () => {
  const random = createSeededRandom(20261120);
  const drawBelow = (limit: number) => Math.floor(random() * limit);
  let rejected = 0;
  for (let round = 0; round < 400; round++) {
    const changed = Uint8Array.from(body);
    for (let edits = 1 + drawBelow(4); edits > 0; edits--)
      changed[drawBelow(changed.length)] = random() < 0.3 ? 0xff : drawBelow(256);
    const length = random() < 0.2 ? drawBelow(changed.length) : changed.length;
    const outcome = await decodeReportLink(createLink(deflateRawSync(changed.subarray(0, length)))).catch(
      (thrown: unknown) => thrown,
    );
    if (outcome instanceof Error) {
      rejected++;
      expect(outcome).toMatchObject({ name: 'AppError', code: 'link-invalid' });
    } else {
      // An accepted report can be shared again unchanged.
      const accepted = outcome as Report;
      expect(await decodeReportLink(await encodeReportLink(accepted))).toEqual(accepted);
    }
  }
  expect(rejected).toBeGreaterThan(60);
  expect(rejected).toBeLessThan(400);
});

test('fuzz: random text is rejected with a reason', async () => {
  const random = createSeededRandom(7);
  const alphabet = 'ABCDEFabcdef0123456789-_%/#<>\u0000é';
  for (let round = 0; round < 1_000; round++) {
    const length = Math.floor(random() * 200);
    await readFailureFacts(Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''));
  }
});
