import { dataFolder } from '../data-folder.ts';
import { findRunning, type Running } from '../gateway/running-companions.ts';

/**
 * The companion that is serving.
 * @throws Error if there is none, or if there are several
 */
export async function runningCompanion(): Promise<Running> {
  const [running, ...others] = await findRunning(await dataFolder());
  if (!running) throw new Error('The companion is not running. Start it with: npm start');
  if (others.length > 0) {
    const ports = [running, ...others].map(({ port }) => port).join(', ');
    throw new Error(`Several companions are running, on the ports ${ports}. End all but one of them.`);
  }
  return running;
}

/**
 * Asks a running companion for something.
 * @throws Error if it rejects, or does not answer
 */
export async function askCompanion(
  { port, commandToken }: Running,
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
