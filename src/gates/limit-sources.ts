const mlperf = 'https://github.com/mlcommons/inference_policies/blob/master/inference_rules.adoc';

/**
 * The sources of limits: a page, or another reference; `null` for Assay's own choice. The titles are in
 * `src/words/<language>/gates/gates.ts`.
 */
export const limitSources = {
  'mlperf-accuracy': { url: mlperf },
  'mlperf-tokens': { url: mlperf },
  'mlperf-first-token': { url: mlperf },
  'rail-response': { url: 'https://web.dev/articles/rail' },
  'google-play': { url: 'https://support.google.com/googleplay/android-developer/answer/9859372' },
  'frame-rate': { reference: '1000 ms / 30 = 33.3 ms' },
  'half-precision': { reference: 'IEEE 754-2019: binary16, binary32' },
  'no-difference': { reference: 'docs/method.md, R8' },
  'agreement-verdict': { reference: 'docs/method.md, R24' },
  'own-choice': null,
} as const satisfies Readonly<Record<string, { readonly url: string } | { readonly reference: string } | null>>;

/** An id of a source, as gate files name it. */
export type LimitSource = keyof typeof limitSources;

/** Returns the page of a source; `null` if it has none, or is the user's text. */
export function getSourceUrl(source: string): string | null {
  const limitSource = Object.hasOwn(limitSources, source) ? limitSources[source as LimitSource] : null;
  return limitSource && 'url' in limitSource ? limitSource.url : null;
}
