import { startServer } from '../companion/server.ts';
import { buildIfStale, dist } from '../scripts/dist.ts';

/** Before all tests: the app as it is shipped, on a free port. @returns what ends it */
export default async function serveApp(): Promise<() => Promise<void>> {
  await buildIfStale((line) => console.error(line));
  const server = await startServer(dist, 0);
  process.env['ASSAY_URL'] = server.url;
  return server.close;
}
