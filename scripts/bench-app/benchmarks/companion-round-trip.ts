import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { median } from '#statistics/quantiles.ts';
import { createNativeSessions } from '../../../companion/cli/native/native-sessions.ts';
import { Gateway } from '../../../companion/gateway/gateway.ts';
import { limits } from '../../../companion/gateway/limits.ts';
import { defaultBatching } from '../../../companion/gateway/sessions/batching/batch-settings.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

/** The number of floats in a tensor, and the maximum additional milliseconds of its transport. */
const sizes = [
  { name: '4 B', floats: 1, repeats: 200, maxMs: 0.3 },
  { name: '600 KB', floats: 150_000, repeats: 60, maxMs: 0.8 },
  { name: '4.9 MB', floats: 1_228_800, repeats: 30, maxMs: 3 },
] as const;

/**
 * Sends a tensor from a worker of a page to a native engine and back, by a model that returns its input, alternating
 * with a WebSocket echo server (R8). Both use the browser's WebSocket, whose cost is large and varies between machines.
 */
export const benchmark: PerfBenchmark = {
  title: 'Round trip from a page through the companion, beyond a bare WebSocket echo',
  target: sizes.map(({ name, maxMs }) => `<= ${maxMs} ms for ${name}`).join(', '),
  async measure(bench) {
    const folder = bench.newProfile();
    const sessions = createNativeSessions(folder, defaultBatching);
    const onConnection = (client: Parameters<typeof sessions.serve>[0]) => sessions.serve(client);
    const gateway = new Gateway({ folder, app: '', routes: [], onConnection, log: () => {} });
    const server = await bench.serveLab(gateway);
    const echo = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: limits.maxMessageBytes });
    echo.on('connection', (socket) => socket.on('message', (data) => socket.send(data as Buffer)));
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser, server.url);
      const nonce = gateway.createLinkHash().replace('#/?pair=', '');
      const echoUrl = `ws://127.0.0.1:${(echo.address() as AddressInfo).port}`;
      const times = await page.evaluate(
        async ({ sizes, nonce, echoUrl }) => {
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch('/companion/token', { method: 'POST', headers, body: JSON.stringify({ nonce }) });
          const { token } = (await answer.json()) as { token: string };
          const client = globalThis.lab.startCompanionClient();
          const servers = { companion: `ws://${location.host}/companion/socket`, token, echo: echoUrl };
          const times = [];
          for (const { floats, repeats } of sizes) times.push(await client.time(servers, floats, repeats));
          return times;
        },
        { sizes, nonce, echoUrl },
      );
      const details = sizes.map(({ name, maxMs }, index) => {
        const [companionMs, echoMs] = [median(times[index]!.companion), median(times[index]!.echo)];
        return {
          name,
          companionMs,
          echoMs,
          additionalMs: companionMs - echoMs,
          maxMs,
          n: times[index]!.companion.length,
        };
      });
      const largestMessage = details.at(-1)!;
      const isReached = details.every(({ additionalMs, maxMs }) => additionalMs <= maxMs);
      return { value: largestMessage.additionalMs, unit: 'ms', isReached, details: { sizes: details } };
    } finally {
      await browser.close();
      await server.close();
      echo.close();
      await sessions.close();
    }
  },
};
