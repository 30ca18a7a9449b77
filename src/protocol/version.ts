import { AppError } from '#core/errors/error.ts';

/**
 * The version of the protocol between a page and the companion. It is raised by every change that a program of the
 * previous version would misread; a new message or an optional field does not raise it.
 */
const protocolVersion = 1;
/** The oldest version that this program still speaks. */
const minProtocolVersion = 1;

/** The versions that one side speaks, inclusive. */
export interface ProtocolVersions {
  readonly min: number;
  readonly max: number;
}

export const ownVersions: ProtocolVersions = { min: minProtocolVersion, max: protocolVersion };

/**
 * The highest version that both sides speak.
 * @throws AppError companion-rejected if there is none, with the reason that says which side is to be updated
 */
export function negotiateVersion(page: ProtocolVersions, companion: ProtocolVersions = ownVersions): number {
  if (page.max < companion.min) {
    throw new AppError('companion-rejected', { reason: 'page-too-old', version: page.max, min: companion.min });
  }
  if (page.min > companion.max) {
    throw new AppError('companion-rejected', { reason: 'companion-too-old', version: companion.max, min: page.min });
  }
  return Math.min(page.max, companion.max);
}
