import { createServer } from 'node:http';
import { statSync } from 'node:fs';
import { dirname, basename } from 'node:path';
import type { AddressInfo } from 'node:net';
import { median } from '#statistics/quantiles.ts';
import { inspect } from '../../../companion/cli/files/inspect-model.ts';
import { serveFile } from '../../../companion/gateway/static-files.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { createLargeOnnx } from '../harness/large-onnx.ts';

const repeats = 7;
const maxMs = 1000;
const maxBytes = 1_000_000;

/** Measures the time and transferred bytes of the inspection of a large remote file by Range requests. */
export const benchmark: PerfBenchmark = {
  title: 'Inspect a 400 MB ONNX by Range',
  target: '< 1 s, < 1 MB fetched',
  async measure({ scratch }) {
    const path = createLargeOnnx(scratch);
    const counts = { requests: 0, bytes: 0 };
    const server = createServer((request, response) => {
      counts.requests++;
      response.on('close', () => (counts.bytes += Number(response.getHeader('Content-Length') ?? 0)));
      void serveFile(dirname(path), request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${basename(path)}`;
    try {
      const samples: number[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        const startMs = performance.now();
        const facts = await inspect(url);
        samples.push(performance.now() - startMs);
        if (facts.operators['MatMul'] !== 16) throw new Error('the facts are not those of the file');
      }
      const fetchedBytes = counts.bytes / repeats;
      const value = median(samples);
      return {
        value,
        unit: 'ms',
        isReached: value < maxMs && fetchedBytes < maxBytes,
        details: { samples, fetchedBytes, requests: counts.requests / repeats, fileBytes: statSync(path).size },
      };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
};
