import { AppError } from '#core/errors/error.ts';

/**
 * The version of the protocol between a page and the companion. Raise it with every change that an older program would
 * misread. New messages and optional fields do not require it.
 */
const protocolVersion = 1;
/** The oldest version that this program supports. */
const minProtocolVersion = 1;

/** The range of versions that one side supports, inclusive. */
export interface ProtocolVersions {
  readonly min: number;
  readonly max: number;
}

export const supportedVersions: ProtocolVersions = { min: minProtocolVersion, max: protocolVersion };

/**
 * Returns the highest version that both sides support.
 * @throws AppError companion-rejected if there is none; the reason states which side must be updated
 */
export function negotiateVersion(page: ProtocolVersions, companion: ProtocolVersions = supportedVersions): number {
  if (page.max < companion.min) {
    throw new AppError('companion-rejected', { reason: 'page-too-old', version: page.max, min: companion.min });
  }
  if (page.min > companion.max) {
    throw new AppError('companion-rejected', { reason: 'companion-too-old', version: companion.max, min: page.min });
  }
  return Math.min(page.max, companion.max);
}
