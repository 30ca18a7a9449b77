import packageJson from '../../package.json' with { type: 'json' };
import { ensureDataFolder } from '../data-folder.ts';
import { createFederatedRoute } from '../federated/federated-route.ts';
import { Gateway } from '../gateway/gateway.ts';
import { announceCompanion, findRunningCompanions } from '../gateway/running-companions.ts';
import { defaultBatching, type BatchSettings } from '../gateway/sessions/batching/batch-settings.ts';
import { startServer } from '../gateway/server.ts';
import { listClientRoutes } from './serving/client-routes.ts';
import { UsageError } from './command.ts';
import { formatGatewayLog } from './print/gateway-log-text.ts';
import type { NativeSessions } from './native/native-sessions.ts';
import { openInBrowser } from './page/open-in-browser.ts';
import { sendCommand } from './running-companion.ts';

interface ServeOptions {
  /** The value of the environment variable `PORT`; `undefined` for the default. */
  readonly port: string | undefined;
  readonly opensBrowser: boolean;
  /** The settings for batching requests. Absent values have their defaults. */
  readonly batching?: Partial<BatchSettings>;
  /**
   * Builds the app if it has changed. `log` receives progress line by line.
   * @returns its folder
   */
  readonly buildApp: (log: (line: string) => void) => Promise<string>;
}

/**
 * Serves the app and the companion until the process receives SIGINT or SIGTERM. If a companion is already running,
 * opens one of its pages.
 * @throws UsageError | Error if the port is in use by another program or not permitted
 */
export async function serve({ port: portText, opensBrowser, batching, buildApp }: ServeOptions): Promise<void> {
  const port = parsePort(portText);
  const appFolder = await buildApp((line) => console.log(line));
  const folder = await ensureDataFolder();
  // Loaded when the first page or client connects, so that serving starts sooner.
  let sessions: Promise<NativeSessions> | undefined;
  const load = () =>
    (sessions ??= import('./native/native-sessions.ts').then((module) =>
      module.createNativeSessions(folder, { ...defaultBatching, ...batching }),
    ));
  const gateway = new Gateway({
    folder,
    app: packageJson.version,
    routes: [
      ...listClientRoutes(async () => (await load()).clients),
      createFederatedRoute(async () => (await load()).coordinators),
    ],
    onConnection: async (client) => (await load()).serve(client),
    log: (entry) => console.error(formatGatewayLog(entry)),
  });
  const server = await startServer(appFolder, port, gateway).catch((error: unknown) =>
    handlePortInUse(error, { port, folder, opensBrowser }),
  );
  if (server === null) return;
  const removeAnnouncement = await announceCompanion(folder, {
    port,
    commandToken: gateway.commandToken,
    pid: process.pid,
  });
  console.log(`Assay runs at ${server.url}  (press Ctrl+C to stop)`);
  const stop = async () => {
    await Promise.all([server.close(), removeAnnouncement()]);
    await (await sessions)?.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop());
  offerLink(`${server.url}${gateway.createLinkHash()}`, opensBrowser);
}

function parsePort(text = '7319'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new UsageError(`PORT is "${text}": it must be a number from 1 to 65535.`);
  }
  return port;
}

/**
 * Opens a page of the companion that already uses the port, and pairs it.
 * @returns `null`, because no new server was started
 * @throws Error if another program uses the port, or if the port is not permitted
 */
async function handlePortInUse(error: unknown, { port, folder, opensBrowser }: PortInUse): Promise<null> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const suggestion = `PORT=${port < 65_535 ? port + 1 : port - 1} npm start`;
  if (code === 'EACCES')
    throw new Error(`Port ${port} may not be used. Choose another: ${suggestion}`, { cause: error });
  if (code !== 'EADDRINUSE') throw error;
  const runningCompanion = (await findRunningCompanions(folder)).find((candidate) => candidate.port === port);
  if (!runningCompanion) throw new Error(`Port ${port} is taken. Choose another: ${suggestion}`, { cause: error });
  const { hash } = (await (await sendCommand(runningCompanion, 'link', {})).json()) as { readonly hash: string };
  console.log(`Assay runs already at http://127.0.0.1:${port}/`);
  offerLink(`http://127.0.0.1:${port}/${hash}`, opensBrowser);
  return null;
}

interface PortInUse {
  readonly port: number;
  readonly folder: string;
  readonly opensBrowser: boolean;
}

/** Opens a link that pairs its page, or prints it. */
function offerLink(link: string, opensBrowser: boolean): void {
  if (opensBrowser) openInBrowser(link);
  else console.log(`To use native engines in the page, open this link, which works once: ${link}`);
}
