import { Socket } from 'node:net';
import { asAppError } from '#core/errors/error.ts';
import type { Session } from '#core/engine/runtime.ts';
import type { NativeEngine } from '../native-engine.ts';
import { ChildSessions } from './child-sessions.ts';
import { receiveMessages, sendMessage } from './control-channel.ts';
import { exitWithParent } from './exit-with-parent.ts';
import type { ChildMessage, ParentMessage } from './child-messages.ts';
import { SharedMemory } from './shared-memory.ts';

/**
 * Answers the calls of the parent, an `EngineProcess`. Control messages use file descriptor 3, and descriptor 4 is the file of
 * the shared memory for tensors. The output of native libraries goes to the engine's log.
 * @param load loads the engine whose id the parent has passed
 */
export function serveEngine(load: (engine: string) => Promise<NativeEngine<Session>>): void {
  const [engine = '', parent = ''] = process.argv.slice(2);
  exitWithParent(Number(parent));
  const channel = new Socket({ fd: 3, readable: true, writable: true });
  channel.on('close', () => process.exit());
  channel.on('error', () => process.exit());
  const sessions = new ChildSessions(() => load(engine), new SharedMemory(4));
  const runningCalls = new Map<number, AbortController>();

  async function answer({ id, ...request }: Exclude<ParentMessage, { cancel: number }>): Promise<void> {
    const reply = (message: Record<string, unknown>) => sendMessage(channel, { id, ...message } as ChildMessage);
    const controller = new AbortController();
    runningCalls.set(id, controller);
    try {
      reply({ result: await sessions.perform(request, controller.signal, (update) => reply({ update })) });
    } catch (thrown) {
      const { code, facts } = asAppError(thrown);
      reply({ error: { code, facts } });
    } finally {
      runningCalls.delete(id);
    }
  }

  receiveMessages(channel, (message) => {
    const request = message as ParentMessage; // trusted: the parent is this same program
    if ('cancel' in request) runningCalls.get(request.cancel)?.abort();
    else void answer(request);
  });
}
