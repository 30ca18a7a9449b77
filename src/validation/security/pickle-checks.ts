import { abbreviate, type Finding } from './finding.ts';
import { isSafeImport } from './pickle-globals.ts';
import { listPickleImports } from './pickle.ts';

/**
 * Matches the names of files that programs load as pickles. The bytes do not decide: pickles of protocol 0 are text.
 */
export const pickleNamePattern = /\.(pkl|pickle|p|joblib|pt|pth|ckpt)$/i;

/** Checks a pickle by its imports. Nothing is executed. */
export function checkPickle(bytes: Uint8Array): Finding[] {
  const { imports, damagedAt } = listPickleImports(bytes);
  const findings: Finding[] = [{ code: 'pickle', severity: 'low', facts: { imports: imports.length } }];
  for (const { module, name } of imports) {
    if (!isSafeImport(module, name))
      findings.push({ code: 'pickle-import', severity: 'high', facts: { import: abbreviate(`${module}.${name}`) } });
  }
  // A damaged opcode is a finding, because code before it still runs in Python.
  if (damagedAt !== null) findings.push({ code: 'pickle-damaged', severity: 'medium', facts: { at: damagedAt } });
  return findings;
}
