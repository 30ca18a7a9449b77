import type { MatrixTarget } from '#bench/matrix/matrix.ts';
import { text } from '#words/text.ts';

/** Names a column of a benchmark matrix by its device and threads, or by the companion's engine and device. */
export function formatMatrixTarget({ engine, device, threads }: MatrixTarget): string {
  const words = text.engine;
  if (engine) return words.inCompanion(words.names[engine], words.devices[device]);
  const name = words.devices[device];
  return threads === undefined ? name : text.bench.matrix.withThreads(name, words.threads(threads));
}
