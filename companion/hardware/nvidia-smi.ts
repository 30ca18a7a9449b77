import { execFile } from 'node:child_process';
import type { NvidiaGpu } from '#core/engine/hardware.ts';

const fields = ['index', 'name', 'driver_version', 'memory.total', 'temperature.gpu', 'power.draw'];
/**
 * The timeout of nvidia-smi, which takes a second to start without the driver's persistence mode. Heuristic, not
 * measured.
 */
const timeoutMs = 10_000;
const bytesPerMib = 2 ** 20;

/** Reads the NVIDIA GPUs of this machine; `null` if nvidia-smi is not installed, fails, takes too long, or finds none. */
export async function readNvidiaGpus(program = 'nvidia-smi'): Promise<readonly NvidiaGpu[] | null> {
  const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
  const text = await new Promise<string | null>((resolve) => {
    execFile(program, args, { timeout: timeoutMs }, (error, stdout) => resolve(error ? null : stdout));
  });
  const lines = text?.split('\n').filter((line) => line.trim() !== '') ?? [];
  return lines.length === 0 ? null : lines.map(parseGpu);
}

function parseGpu(line: string): NvidiaGpu {
  const [index = '', name = '', driver = '', memory, temperature, power] = line.split(',').map((cell) => cell.trim());
  const memoryMib = parseNumber(memory);
  return {
    index: Number(index),
    name,
    driver,
    memoryBytes: memoryMib === null ? null : memoryMib * bytesPerMib,
    temperatureC: parseNumber(temperature),
    powerWatts: parseNumber(power),
  };
}

/** Parses a number; `null` for `[N/A]` and `[Not Supported]`, which stand for values that a card does not report. */
function parseNumber(text: string | undefined): number | null {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
