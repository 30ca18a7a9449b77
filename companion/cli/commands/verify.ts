import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#core/errors/error.ts';
import { matchFile, matchGateFile, type FileMatch } from '#hallmark/compare/match-files.ts';
import { readHallmark } from '#hallmark/file/read-hallmark.ts';
import { verifyHallmark, type VerifiedHallmark } from '#hallmark/verify.ts';
import { checkFile } from '../options/check-options.ts';
import { UsageError, type Command } from '../command.ts';
import { hashFile } from '../../hash-file.ts';
import { findPreset } from '../options/gate-file-argument.ts';
import { readHallmarkContent } from '../options/hallmark-argument.ts';
import { formatHallmark, listMissingFiles } from '../print/hallmark-text.ts';
import { formatErrorMessage } from '../print/print-error.ts';
import { parseOptions } from '../options/parse-options.ts';

const options = {
  model: { type: 'string', multiple: true },
  gates: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const command: Command = {
  usage: `usage: npm run assay -- verify <link or file> [options]

Verifies a hallmark, which is a link (#/h/...) or a file (*.hallmark.json), offline and without a browser.

  --model <file>   check that this is a file of the measured model; may be repeated. The other
                   files of the model are listed
  --gates <file>   check that this is the gate file of the hallmark, or a preset
  --json           print JSON

Exit codes: 0 verified, 1 rejected, 2 usage error.`,

  async run(args, { print, signal }) {
    const { values, positionals } = parseOptions(args, options, true);
    const [source, ...others] = positionals;
    if (!source || others.length > 0) throw new UsageError('expected one link or file');
    const content = readHallmarkContent(source);
    const { model: models = [], gates } = values;
    for (const path of models) checkFile(path, 'expected a file');
    const gateFile = gates === undefined ? null : { name: basename(gates), text: readGateFile(gates) };
    try {
      const verifiedHallmark = await verifyHallmark(await readHallmark(content));
      const files = await matchFiles(verifiedHallmark, models, gateFile, signal);
      const result = {
        verified: true,
        ...verifiedHallmark,
        files,
        missingFiles: listMissingFiles(verifiedHallmark, files),
      };
      print(values.json ? JSON.stringify(result, null, 2) : formatHallmark(verifiedHallmark, files));
      return 0;
    } catch (error) {
      if (!values.json || !(error instanceof AppError)) throw error;
      const { code, facts } = error;
      print(JSON.stringify({ verified: false, error: { code, facts, message: formatErrorMessage(error) } }, null, 2));
      return 1;
    }
  },
};

/**
 * Reads the text of a gate file or preset.
 * @throws UsageError if it is neither
 */
function readGateFile(name: string): string {
  const preset = findPreset(name);
  if (preset !== null) return preset;
  checkFile(name, 'expected a file');
  return readFileSync(name, 'utf8');
}

/** @throws AppError hallmark-invalid for a file other than that of the hallmark */
async function matchFiles(
  { statement }: VerifiedHallmark,
  models: readonly string[],
  gateFile: { readonly name: string; readonly text: string } | null,
  signal: AbortSignal,
): Promise<readonly FileMatch[]> {
  const matches: FileMatch[] = [];
  for (const path of models) {
    const sha256 = await hashFile(path, signal);
    matches.push(requireKind(matchFile(statement, { name: basename(path), digest: { sha256 } }), 'model'));
  }
  if (gateFile) matches.push(requireKind(await matchGateFile(statement, gateFile.name, gateFile.text), 'gates'));
  return matches;
}

function requireKind(match: FileMatch, kind: 'model' | 'gates'): FileMatch {
  if (match.kind === kind) return match;
  const { file, sha256 } = match;
  const expectedSha256 = match.kind === 'other' ? (match.expected?.sha256 ?? '') : '';
  throw new AppError('hallmark-invalid', { reason: 'other-file', file, sha256, expectedSha256 });
}
