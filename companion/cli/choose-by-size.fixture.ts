import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from './files/png.ts';
import { runCommand } from './run-command.fixture.ts';

/**
 * Runs `assay optimise --auto` on the digits model, with a gate on the file size.
 * @param folder where the data, the gate file and the result are written
 * @param maxBytes the limit of the gate
 */
export async function chooseBySize(folder: string, maxBytes: number, ...extraArgs: readonly string[]) {
  const data = join(folder, 'bars');
  await mkdir(join(data, '1'), { recursive: true });
  const bar = encodePng(56, 56, (x, y) => (x > 24 && x < 31 && y > 7 && y < 48 ? 255 : 0));
  await writeFile(join(data, '1/a.png'), bar);
  const gates = join(folder, 'gates.json');
  const size = { 'model-size': { limit: maxBytes, unit: 'bytes', severity: 'error' } };
  await writeFile(gates, JSON.stringify({ version: 1, gates: size }));
  const out = join(folder, 'auto.onnx');
  const judgeOptions = ['--task', 'digits', '--data', data, '--target', 'companion:ort:cpu', '--gates', gates];
  const args = ['optimise', 'models/digits/model.onnx', '--auto', ...judgeOptions, ...extraArgs, '--out', out];
  const { code: exitCode, ...written } = await runCommand(args);
  return { out, exitCode, ...written };
}
