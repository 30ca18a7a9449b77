import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createTokenizer } from '../../create-tokenizer.ts';
import reference from './reference-values.json' with { type: 'json' };
import { TokenAligner } from './token-aligner.ts';
import trained from './tokenizers.json' with { type: 'json' };

const { texts } = reference;
const encodings: Readonly<Record<string, readonly { readonly ids: number[]; readonly offsets: number[][] }[]>> =
  reference.encodings;
const realFolder = `${process.env['ASSAY_TEST_DATA']}/tokenizers`;
const trainedNames = Object.keys(trained);
const realNames = Object.keys(encodings).filter((name) => !trainedNames.includes(name));

/** Extends the range of a letter over a combining mark that was composed with it, which Python's range excludes. */
const includeComposedMarks = (text: string, [start, end]: readonly number[]) =>
  text.slice(start, end! + 1) === 'e\u0301' ? [start, end! + 1] : [start, end];

function compareWithPython(name: string, file: object): void {
  const tokenizer = createTokenizer(file, {});
  const aligner = new TokenAligner(file, tokenizer);
  for (const [index, text] of texts.entries()) {
    const { ids, offsets } = encodings[name]![index]!;
    const tokens = aligner.align(text);
    const unknown = tokenizer.model?.unk_token_id;
    expect(tokens.map(({ token }) => tokenizer.token_to_id(token) ?? unknown)).toEqual(ids);
    const composesMarks = name.startsWith('xlm');
    const expected = composesMarks ? offsets.map((range) => includeComposedMarks(text, range)) : offsets;
    expect(tokens.map(({ start, end }) => [start, end])).toEqual(expected);
  }
}

describe('tokens and ranges of 25 texts in 16 languages match Python tokenizers with', () => {
  test.each(trainedNames)('the stages of %s', (name) => {
    compareWithPython(name, trained[name as keyof typeof trained]);
  });

  test.skipIf(!existsSync(realFolder)).each(realNames)('the real tokenizer %s (needs ASSAY_TEST_DATA)', (name) => {
    compareWithPython(name, JSON.parse(readFileSync(`${realFolder}/${name}.tokenizer.json`, 'utf8')) as object);
  });
});
