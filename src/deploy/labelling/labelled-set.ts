import type { QueuedInput } from './queued-input.ts';

/** The labelled inputs as a dataset that Evaluate reads: a table of labels, and the images that it names. */
export interface LabelledSet {
  /** `labels.jsonl`, with one object for each input: `file` or `text`, and `label`. */
  readonly table: string;
  readonly images: readonly { readonly path: string; readonly image: Blob }[];
}

/** Inputs without a label are omitted. */
export function toLabelledSet(inputs: readonly QueuedInput[]): LabelledSet {
  const rows: string[] = [];
  const images: { path: string; image: Blob }[] = [];
  for (const { id, input, label } of inputs) {
    if (label === null) continue;
    if (typeof input === 'string') rows.push(JSON.stringify({ text: input, label }));
    else {
      const path = `images/${id}${getExtension(input)}`;
      images.push({ path, image: input });
      rows.push(JSON.stringify({ file: path, label }));
    }
  }
  return { table: rows.map((row) => `${row}\n`).join(''), images };
}

function getExtension(image: Blob): string {
  const name = 'name' in image ? String(image.name) : '';
  return /\.\w{1,5}$/.exec(name)?.[0].toLowerCase() ?? '.png';
}
