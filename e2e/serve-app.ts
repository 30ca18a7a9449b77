import type { FullConfig } from '@playwright/test';
import { startServer } from '../companion/gateway/server.ts';
import { buildIfStale, dist } from '../scripts/dist.ts';
import { storeDeviceProfile } from './fixtures/device-profile.ts';

/**
 * Before all tests: serves the production build on a free port.
 * @returns the teardown
 */
export default async function serveApp({ projects }: FullConfig): Promise<() => Promise<void>> {
  await buildIfStale((line) => console.error(line));
  const server = await startServer(dist, 0);
  process.env['ASSAY_URL'] = server.url;
  await storeDeviceProfile(server.url, projects[0]?.use.launchOptions ?? {});
  return server.close;
}
