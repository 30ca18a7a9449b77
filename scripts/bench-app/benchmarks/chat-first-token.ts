import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';

const rounds = 3;
const maxRatio = 0.55;

/**
 * Measures the time to the first token of a chat prompt of about 400 tokens: as in the Chat page (all threads, the
 * message is processed during typing), compared with wllama's default (half of the cores, without preparation).
 */
export const benchmark: PerfBenchmark = {
  title: 'First token of a 400-token chat prompt against wllama’s default',
  target: `<= ${maxRatio} x`,
  async measure(bench) {
    const path = bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf');
    const browser = await bench.launch();
    try {
      const page = await bench.openLab(browser);
      await page.setInputFiles('input', path);
      const samples = await page.evaluate(async (rounds) => {
        const { listInputFiles, openTextSession } = globalThis.lab;
        const open = (threads?: number) =>
          openTextSession({
            subject: { kind: 'files', files: listInputFiles() },
            engine: 'wllama',
            options: { devices: ['wasm'], ...(threads !== undefined && { threads }) },
          });
        const halfThreads = await open(Math.max(1, Math.floor(navigator.hardwareConcurrency / 2)));
        const allThreads = await open();
        const rule = 'Answer in short sentences and never use words that a child would not know. ';
        // Conversations begin differently, so none reuses the previous one.
        let conversations = 0;
        const systemPrompt = () => `Conversation ${++conversations}. ${rule.repeat(24)}`;
        const firstTokenMs = async (session: typeof allThreads, system: string, content: string, maxTokens = 8) => {
          const prompt = [
            { role: 'system', content: system },
            { role: 'user', content },
          ] as const;
          const answer = session.generate({ prompt, maxTokens, temperature: 0 });
          for (let step = await answer.next(); ; step = await answer.next()) {
            if (step.done) return step.value.ttftMs ?? Number.NaN;
          }
        };
        const question = 'What is the capital of France?';
        const samples = { half: [] as number[], all: [] as number[], prepared: [] as number[], next: [] as number[] };
        for (let round = 0; round < rounds; round++) {
          samples.half.push(await firstTokenMs(halfThreads, systemPrompt(), question));
          samples.all.push(await firstTokenMs(allThreads, systemPrompt(), question));
          const system = systemPrompt();
          await firstTokenMs(allThreads, system, 'What is the capital', 1);
          samples.prepared.push(await firstTokenMs(allThreads, system, question));
          samples.next.push(await firstTokenMs(allThreads, system, 'How many legs has a spider?'));
        }
        halfThreads.close();
        allThreads.close();
        return samples;
      }, rounds);
      const [halfMs, allMs, preparedMs, nextMs] = [samples.half, samples.all, samples.prepared, samples.next].map(
        median,
      );
      const value = preparedMs! / halfMs!;
      const details = { halfMs, allMs, preparedMs, newConversationWithSameSystemPromptMs: nextMs, samples };
      return { value, unit: 'x', isReached: value <= maxRatio, details };
    } finally {
      await browser.close();
    }
  },
};
