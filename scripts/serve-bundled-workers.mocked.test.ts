import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ViteDevServer } from 'vite';
import { expect, test, vi } from 'vitest';
import { serveBundledWorkers } from './serve-bundled-workers.ts';

const build = vi.hoisted(() => vi.fn());
vi.mock('vite', () => ({ build }));

type Middleware = (request: Partial<IncomingMessage>, response: Partial<ServerResponse>, next: () => void) => void;

/** Returns the middleware that the plugin adds to a server. */
function createMiddleware(): Middleware {
  const use = vi.fn<(middleware: Middleware) => void>();
  const server = { watcher: new EventEmitter(), middlewares: { use }, config: { server: { headers: {} } } };
  const { configureServer } = serveBundledWorkers({});
  if (typeof configureServer === 'function') void configureServer.call({} as never, server as unknown as ViteDevServer);
  return use.mock.calls[0]![0];
}

/** Requests a bundle and resolves with its content, or the error. */
function requestBundle(middleware: Middleware): Promise<unknown> {
  return new Promise((resolve) => {
    const response = { writeHead: () => ({ end: resolve }) };
    middleware({ url: '/test-workers/a.worker.js' }, response as unknown as ServerResponse, resolve as () => void);
  });
}

test('a failed build of the workers is tried again with the next request', async () => {
  const middleware = createMiddleware();
  const failure = new Error('syntax error');
  build.mockRejectedValueOnce(failure);
  build.mockResolvedValueOnce({ output: [{ type: 'chunk', fileName: 'test-workers/a.worker.js', code: 'ready' }] });
  expect(await requestBundle(middleware)).toBe(failure);
  expect(await requestBundle(middleware)).toBe('ready');
  expect(await requestBundle(middleware)).toBe('ready');
  expect(build).toHaveBeenCalledTimes(2);
});
