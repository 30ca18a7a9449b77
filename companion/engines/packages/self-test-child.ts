import koffi from 'koffi';
import { runSmallModel } from './run-small-model.ts';

// The program that `self-test.ts` runs. It exits with 0 if the engine works, and otherwise prints the reason.
const [path = '', id = '', symbol] = process.argv.slice(2);
try {
  if (symbol !== undefined) koffi.load(path).func(symbol, 'void', []);
  await runSmallModel(id, path);
  process.exit(0); // exits without waiting for the engine's threads
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}
