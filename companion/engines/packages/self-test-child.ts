import { pathToFileURL } from 'node:url';
import koffi from 'koffi';
import { runSmallModel } from './run-small-model.ts';

// Run by `self-test.ts`: exits with 0 if an engine can be loaded, otherwise prints why not.
const [kind, path = '', symbol = '', id = ''] = process.argv.slice(2);
try {
  if (kind === 'library') {
    koffi.load(path).func(symbol, 'void', []);
    await runSmallModel(id, path);
  } else await loadLlama(path);
  process.exit(0); // without waiting for the engine's threads
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}

/** Loads llama.cpp's binary, not only its JavaScript. */
async function loadLlama(module: string): Promise<void> {
  const { getLlama } = (await import(pathToFileURL(module).href)) as {
    getLlama: (options: object) => Promise<{ readonly systemInfo: string }>;
  };
  await getLlama({ gpu: 'auto', build: 'never', skipDownload: true, progressLogs: false });
}
