import type { CompanionAccess } from '#companion-client/access.ts';
import { devices, type DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { loadCompanionAccess } from './companion-access.ts';

/** Whether a model that is opened on the device is opened in the companion. */
export function isInCompanion(device: DeviceId | null | undefined): boolean {
  return !!device && devices[device].host === 'companion';
}

/**
 * Returns the companion of this page.
 * @throws AppError companion-rejected if it is not paired with one
 */
export async function requireCompanionAccess(): Promise<CompanionAccess> {
  const access = await loadCompanionAccess();
  if (!access) throw new AppError('companion-rejected', { reason: 'not-authenticated' });
  return access;
}
