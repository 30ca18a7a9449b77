import type { ColumnRole } from '../labelled-dataset.ts';

/**
 * Column names of published datasets, more specific ones first, compared ignoring case, spaces, `-` and `_`. Sources:
 * torchvision, Kaggle, ImageNet (synset, wnid), Common Voice (path, sentence), NeMo (audio_filepath, text), SQuAD and
 * GSM8K (question, answer), Alpaca (instruction, output), STS-B and GLUE (sentence1, sentence2, score).
 */
export const columnNames: Readonly<Record<ColumnRole, readonly string[]>> = {
  file: [
    'filename',
    'file',
    'filepath',
    'path',
    'image',
    'imagepath',
    'imagefile',
    'img',
    'imageid',
    'audio',
    'audiofilepath',
    'audiopath',
    'wav',
    'id',
  ],
  label: [
    'label',
    'labelname',
    'class',
    'classname',
    'category',
    'target',
    'species',
    'name',
    'synset',
    'wnid',
    'classindex',
    'classid',
    'labelid',
  ],
  answer: [
    'transcript',
    'transcription',
    'answer',
    'expected',
    'expectedoutput',
    'reference',
    'output',
    'response',
    'completion',
    'target',
    'sentence',
    'text',
    'caption',
    'label',
  ],
  text: [
    'question',
    'prompt',
    'instruction',
    'input',
    'sentence1',
    'text1',
    'sentencea',
    'premise',
    'query',
    'sentence',
    'text',
  ],
  otherText: ['sentence2', 'text2', 'sentenceb', 'hypothesis'],
  similarity: ['score', 'similarity', 'similarityscore', 'relatednessscore', 'relatedness', 'goldscore', 'label'],
};

const allColumnNames = new Set(Object.values(columnNames).flat());

export const simplifyColumnName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** Whether the first row of a table is a header: it contains a known name and no number. */
export function isHeader(row: readonly string[]): boolean {
  return (
    row.some((cell) => allColumnNames.has(simplifyColumnName(cell))) && !row.some((cell) => /^\s*[\d.]+\s*$/.test(cell))
  );
}
