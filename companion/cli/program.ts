import type { Context } from './command.ts';
import { main } from './main.ts';

const signalExits: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** The maximum time for an interrupted command to close its browser. Heuristic, not measured. */
const maxShutdownMs = 3_000;

/**
 * Runs the command line of this process, and sets its exit code. SIGINT, SIGTERM and SIGHUP end the command.
 * @param dependencies functions that build the app, run npm and read the commit, and the path of the device profile
 */
export async function runProgram(
  dependencies: Required<Pick<Context, 'buildApp' | 'npm' | 'revision' | 'deviceProfile'>>,
): Promise<void> {
  const controller = new AbortController();
  let signalExit = 1;
  for (const [signal, code] of Object.entries(signalExits)) {
    process.on(signal, () => {
      signalExit = code;
      controller.abort();
      // Work that is still running, such as a build, can safely be interrupted. A browser ends with this process.
      setTimeout(() => process.exit(code), maxShutdownMs).unref();
    });
  }
  const { signal } = controller;
  const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  const log = (line: string) => console.error(line);
  try {
    process.exitCode = await main(process.argv.slice(2), { print, log, signal, ...dependencies });
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = signalExit;
  }
}
