import { abbreviate, type Finding } from './finding.ts';
import { isSafeImport } from './pickle-globals.ts';
import { listPickleImports } from './pickle.ts';

/** Names of files that programs load as pickles, regardless of their bytes: pickles of protocol 0 are text. */
export const pickleName = /\.(pkl|pickle|p|joblib|pt|pth|ckpt)$/i;

/** What is in a pickle, from its imports. Nothing is executed. */
export function checkPickle(bytes: Uint8Array): Finding[] {
  const { imports, damagedAt } = listPickleImports(bytes);
  const findings: Finding[] = [{ code: 'pickle', severity: 'low', facts: { imports: imports.length } }];
  for (const { module, name } of imports) {
    if (!isSafeImport(module, name))
      findings.push({ code: 'pickle-import', severity: 'high', facts: { import: abbreviate(`${module}.${name}`) } });
  }
  // Scanners that give up at a damaged opcode are evaded by one behind the code.
  if (damagedAt !== null) findings.push({ code: 'pickle-damaged', severity: 'medium', facts: { at: damagedAt } });
  return findings;
}
