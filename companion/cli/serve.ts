import { startServer, type Server } from '../gateway/server.ts';
import { UsageError } from './command.ts';
import { openInBrowser } from './open-in-browser.ts';

interface Serve {
  /** The value of `PORT`; `undefined` for the default. */
  readonly port: string | undefined;
  readonly opensBrowser: boolean;
  /** Builds the app if needed; `log` receives progress, one line at a time. @returns its folder */
  readonly app: (log: (line: string) => void) => Promise<string>;
}

/**
 * Serves the app until the process receives SIGINT or SIGTERM.
 * @throws UsageError | Error if the port is in use or not permitted
 */
export async function serve({ port: given, opensBrowser, app }: Serve): Promise<void> {
  const port = portFrom(given);
  const server = await listen(await app((line) => console.log(line)), port);
  console.log(`Assay runs at ${server.url}  (Ctrl-C ends it)`);
  const stop = () => void server.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  if (opensBrowser) openInBrowser(server.url);
}

function portFrom(text = '7319'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new UsageError(`PORT is "${text}": it must be a number from 1 to 65535.`);
  }
  return port;
}

async function listen(folder: string, port: number): Promise<Server> {
  try {
    return await startServer(folder, port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const other = `PORT=${port < 65_535 ? port + 1 : port - 1} npm start`;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is taken. Choose another: ${other}`, { cause: error });
    if (code === 'EACCES') throw new Error(`Port ${port} may not be used. Choose another: ${other}`, { cause: error });
    throw error;
  }
}
