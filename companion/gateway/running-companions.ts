import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isProcessRunning } from '../engines/is-process-running.ts';

const schema = v.object({ port: v.number(), commandToken: v.string(), pid: v.number() });

/** The contents of the file that describes a running companion. Only its user can read the file. */
export type RunningCompanion = v.InferOutput<typeof schema>;

/**
 * Writes the file through which commands find this companion.
 * @returns a function that removes the file
 */
export async function announceCompanion(folder: string, running: RunningCompanion): Promise<() => Promise<void>> {
  const runningFolder = join(folder, 'running');
  const path = join(runningFolder, `${running.port}.json`);
  await mkdir(runningFolder, { recursive: true, mode: 0o700 });
  await rm(path, { force: true }); // a killed program may have left the file; only a new file gets the mode below
  await writeFile(path, JSON.stringify(running), { mode: 0o600, flag: 'wx' });
  return () => rm(path, { force: true });
}

/** Finds the companions whose process is still running. */
export async function findRunningCompanions(folder: string): Promise<readonly RunningCompanion[]> {
  const runningFolder = join(folder, 'running');
  const names = await readdir(runningFolder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(runningFolder, name), 'utf8').catch(() => 'null')));
  return texts.flatMap((text) => {
    const parsed = v.safeParse(schema, tryParseJson(text));
    return parsed.success && isProcessRunning(parsed.output.pid) ? [parsed.output] : [];
  });
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // skips a file that is being written
  }
}
