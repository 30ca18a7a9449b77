import { expect } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { toBase64url } from '#core/encoding/base64url.ts';
import { computeCrc32 } from '../encoding/crc32.ts';
import { decodeReportLink, encodeReportLink } from './report-link.ts';

export const report = createSampleReport();
export const link = await encodeReportLink(report);
export const payload = link.slice('#/r/'.length);

/** Creates a link of any compressed bytes, with a valid checksum and length, as an attacker could. */
export function createLink(packed: Uint8Array, version = 2): string {
  const length: number[] = [];
  let remaining = packed.length;
  for (; remaining >= 0x80; remaining >>= 7) length.push((remaining & 0x7f) | 0x80);
  length.push(remaining);
  const checksum = new Uint8Array(Uint32Array.of(computeCrc32(packed)).buffer);
  return `#/r/${toBase64url(Uint8Array.from([version, ...checksum, ...length, ...packed]))}`;
}

/**
 * Expects a link to be rejected.
 * @returns the facts of its error
 */
export async function readFailureFacts(text: string): Promise<unknown> {
  const outcome = await decodeReportLink(text).catch((thrown: unknown) => thrown);
  expect(outcome).toBeInstanceOf(AppError);
  expect(outcome).toMatchObject({ code: 'link-invalid' });
  return outcome instanceof AppError ? outcome.facts : undefined;
}
