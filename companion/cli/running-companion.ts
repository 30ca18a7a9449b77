import { ensureDataFolder } from '../data-folder.ts';
import { findRunningCompanions, type RunningCompanion } from '../gateway/running-companions.ts';

/**
 * Finds the running companion.
 * @throws Error if none or several are running
 */
export async function findRunningCompanion(): Promise<RunningCompanion> {
  const [running, ...others] = await findRunningCompanions(await ensureDataFolder());
  if (!running) throw new Error('The companion is not running. Start it with: npm start');
  if (others.length > 0) {
    const ports = [running, ...others].map(({ port }) => port).join(', ');
    throw new Error(`Several companions are running, on the ports ${ports}. End all but one of them.`);
  }
  return running;
}

/**
 * Sends a command to a running companion, and returns its response.
 * @throws Error if the companion rejects the command or does not answer
 */
export async function sendCommand(
  { port, commandToken }: RunningCompanion,
  command: 'link' | 'pair' | 'close-revoked',
  body: object,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetch(`http://127.0.0.1:${port}/companion/commands/${command}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${commandToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  throw new Error(`The companion on port ${port} rejects the command: ${(await response.text()).trim()}`);
}
