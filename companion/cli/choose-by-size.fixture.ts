import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { png } from './files/png.ts';
import { runCommand } from './run-command.fixture.ts';

/**
 * Lets `assay optimise --auto` choose a scheme for the digits model by the size that a gate file allows.
 * @param folder gets the data, the gate file and the result
 * @param limit in bytes
 */
export async function chooseBySize(folder: string, limit: number, ...more: readonly string[]) {
  const data = join(folder, 'bars');
  await mkdir(join(data, '1'), { recursive: true });
  const bar = png(56, 56, (x, y) => (x > 24 && x < 31 && y > 7 && y < 48 ? 255 : 0));
  await writeFile(join(data, '1/a.png'), bar);
  const gates = join(folder, 'gates.json');
  const size = { 'model-size': { limit, unit: 'bytes', severity: 'error' } };
  await writeFile(gates, JSON.stringify({ version: 1, gates: size }));
  const out = join(folder, 'auto.onnx');
  const judged = ['--task', 'digits', '--data', data, '--target', 'companion:ort:cpu', '--gates', gates];
  const args = ['optimise', 'models/digits/model.onnx', '--auto', ...judged, ...more, '--out', out];
  const { code: exitCode, ...written } = await runCommand(args);
  return { out, exitCode, ...written };
}
