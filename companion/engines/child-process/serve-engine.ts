import { Socket } from 'node:net';
import { asAppError } from '#core/errors/error.ts';
import type { Session } from '#core/engine/runtime.ts';
import type { NativeEngine } from '../native-engine.ts';
import { ChildSessions } from './child-sessions.ts';
import { receiveMessages, sendMessage } from './control-channel.ts';
import { exitWithParent } from './die-with-parent.ts';
import type { FromChild, ToChild } from './child-messages.ts';
import { SharedMemory } from './shared-memory.ts';

/**
 * Answers the calls of the parent, an `EngineProcess`. Control messages use descriptor 3; tensors are in the file that is
 * open as descriptor 4. The output of native libraries goes to the engine's log.
 * @param load loads the engine whose id the parent has passed
 */
export function serveEngine(load: (engine: string) => Promise<NativeEngine<Session>>): void {
  const [engine = '', parent = ''] = process.argv.slice(2);
  exitWithParent(Number(parent));
  const channel = new Socket({ fd: 3, readable: true, writable: true });
  channel.on('close', () => process.exit());
  channel.on('error', () => process.exit());
  const sessions = new ChildSessions(() => load(engine), new SharedMemory(4));
  const running = new Map<number, AbortController>();

  async function answer({ id, ...request }: Exclude<ToChild, { cancel: number }>): Promise<void> {
    const reply = (message: Record<string, unknown>) => sendMessage(channel, { id, ...message } as FromChild);
    const stop = new AbortController();
    running.set(id, stop);
    try {
      reply({ result: await sessions.perform(request, stop.signal, (part) => reply({ part })) });
    } catch (thrown) {
      const { code, facts } = asAppError(thrown);
      reply({ error: { code, facts } });
    } finally {
      running.delete(id);
    }
  }

  receiveMessages(channel, (message) => {
    const request = message as ToChild; // the parent is this program
    if ('cancel' in request) running.get(request.cancel)?.abort();
    else void answer(request);
  });
}
