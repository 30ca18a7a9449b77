import { readFileSync } from 'node:fs';

interface ReferenceModel {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: Readonly<Record<string, readonly number[]>>;
}

/** Models of images and speech, computed by `src/convert/reference-values/transformers_media_models.py`. */
export const mediaReference = JSON.parse(
  readFileSync(new URL('../../src/convert/reference-values/transformers-media-models.json', import.meta.url), 'utf8'),
) as {
  readonly tokens: readonly number[];
  readonly vit: ReferenceModel & { readonly expected: readonly number[] };
  readonly 'vit-encoder': ReferenceModel & { readonly expected: readonly number[] };
  readonly whisper: ReferenceModel & { readonly hidden: readonly number[]; readonly logits: readonly number[] };
};
