import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParticipantOptions } from '#federated/participant/participant.ts';

/** Stores the number of training steps that a participant has taken in `steps.json`, which is replaced atomically. */
export function createPrivacyLedger(folder: string): ParticipantOptions['ledger'] {
  const path = join(folder, 'steps.json');
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '0';
        throw error;
      });
      if (/^\d+$/.test(text.trim()) && Number.isSafeInteger(Number(text))) return Number(text);
      throw new Error(
        `${path} is damaged, so the privacy budget spent so far is unknown. Restore the file from a backup, or write ` +
          'into it the steps that the coordinator has stored for this participant.',
      );
    },
    store: async (steps) => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(steps), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
  };
}
