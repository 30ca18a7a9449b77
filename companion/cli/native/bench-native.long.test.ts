import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TextReport } from '#core/report/text-report.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { decodeReportLink } from '#share/report-link/report-link.ts';
import { findSkipReason } from '../../engines/packages/added-package.fixture.ts';
import { main } from '../main.ts';

const skipReason = await findSkipReason('llama');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.skipIf(skipReason)(
  `bench measures a language model with native llama.cpp ${skipReason}`,
  async () => {
    const path = join(folder, 'counting.gguf');
    const [bytes] = createCountingLlama().files.values();
    await writeFile(path, bytes as Uint8Array);
    const printed: string[] = [];
    const options = ['--model', path, '--target', 'companion:llama:cpu', '--threads', '1', '--quick', '--json'];
    const code = await main(['bench', ...options], {
      print: (text) => printed.push(text),
      log: () => {},
      signal: new AbortController().signal,
      buildApp: () => Promise.reject(new Error('needs no app')),
      revision: () => 'abc1234',
    });
    expect(code).toBe(0);
    const { report, link } = JSON.parse(printed.join('\n')) as { report: TextReport; link: string };
    expect(report).toMatchObject({
      kind: 'text',
      target: { opened: { host: 'companion', engine: 'llama', device: 'cpu', threads: 1 } },
      environment: { kind: 'native' },
      agreement: { verdict: 'identical', reference: 'this-device-cpu-2-threads' },
    });
    expect(report.cells.map(({ work }) => work)).toEqual(expect.arrayContaining(['prompt', 'generation']));
    for (const { steady } of report.cells) expect(steady.medianMs).toBeGreaterThan(0);
    expect((await decodeReportLink(link)).target).toEqual(report.target);
  },
  600_000,
);
