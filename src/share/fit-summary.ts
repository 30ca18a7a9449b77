import type { RatedVariants } from '#planner/rate-variants.ts';
import type { Candidate, Recommendation } from '#planner/recommend.ts';
import type { FormatId } from '#core/model-facts.ts';

/** What a machine is told of a model on this device. Plain JSON. */
export function fitSummary(
  { name, facts }: { readonly name: string; readonly facts: { readonly format: FormatId } },
  recommendation: Recommendation,
  ratings: RatedVariants | null,
) {
  const { best, candidates, refused, reasons, changes } = recommendation;
  const place = best ?? candidates[0];
  return {
    model: name,
    format: facts.format,
    fits: place?.fit.verdict ?? (refused.length > 0 ? ('refused' as const) : ('unknown' as const)),
    budget: { bytes: place?.fit.limits[0]?.bytes ?? null, limits: place?.fit.limits ?? [] },
    need: place
      ? {
          lowBytes: place.fit.needLowBytes,
          highBytes: place.fit.needHighBytes,
          terms: place.fit.terms,
          missing: place.fit.missing,
        }
      : null,
    forecast: forecastOf(place),
    noForecast: whyNoForecast(place),
    targets: candidates.map((candidate) => ({
      runtime: candidate.runtime,
      device: candidate.device,
      threads: candidate.threads,
      fits: candidate.fit.verdict,
      forecast: forecastOf(candidate),
      noForecast: whyNoForecast(candidate),
    })),
    refused,
    recommend: {
      runtime: best?.runtime ?? null,
      device: best?.device ?? null,
      threads: best?.threads ?? null,
      variant: ratings?.pick == null ? null : (ratings.variants[ratings.pick]?.variant.entry.path ?? null),
      reasons,
      changes,
    },
  };
}

/** The reason as a code; null where there is a forecast, or no engine to make one for. */
function whyNoForecast(place: Candidate | undefined) {
  return place && !place.forecast.known ? place.forecast.why : null;
}

function forecastOf(place: Candidate | undefined) {
  if (!place?.forecast.known) return null;
  const { per, lowMs, expectedMs, highMs, basis, runIs, prompt, text } = place.forecast;
  const run = { per, lowMs, expectedMs, highMs, basis, runIs };
  if (per === 'run') return run;
  return {
    ...run,
    tokensPerS: perSecond(place.forecast),
    ...(text && prompt && { text, prompt, promptTokensPerS: perSecond(prompt) }),
  };
}

type Range = Readonly<Record<'lowMs' | 'expectedMs' | 'highMs', number>>;
const perSecond = ({ lowMs, expectedMs, highMs }: Range) => ({
  low: 1000 / highMs,
  expected: 1000 / expectedMs,
  high: 1000 / lowMs,
});

export type FitSummary = ReturnType<typeof fitSummary>;
