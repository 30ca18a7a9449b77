import type { RatedVariants } from '#planner/rate-variants.ts';
import type { Candidate } from '#planner/rank-candidates.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

interface InspectedModel {
  readonly name: string;
  readonly facts: { readonly format: FormatId };
  /** Sizes of free dimensions. */
  readonly sizes: Dimensions;
}

/** A model's fit and forecast on this device, for automation clients. Plain JSON. */
export function fitSummary(
  { name, facts, sizes }: InspectedModel,
  recommendation: Recommendation,
  ratings: RatedVariants | null,
) {
  const { best, candidates, unsupported, reasons, changes } = recommendation;
  const shown = best ?? candidates[0];
  return {
    model: name,
    format: facts.format,
    sizes,
    fits: shown?.fit.verdict ?? (unsupported.length > 0 ? ('unsupported' as const) : ('unknown' as const)),
    budget: { bytes: shown?.fit.limits[0]?.bytes ?? null, limits: shown?.fit.limits ?? [] },
    need: shown
      ? {
          lowBytes: shown.fit.needLowBytes,
          highBytes: shown.fit.needHighBytes,
          terms: shown.fit.terms,
          missing: shown.fit.missing,
        }
      : null,
    forecast: toForecast(shown),
    noForecast: findForecastReason(shown),
    targets: candidates.map((candidate) => ({
      engine: candidate.engine,
      device: candidate.device,
      threads: candidate.threads,
      fits: candidate.fit.verdict,
      forecast: toForecast(candidate),
      noForecast: findForecastReason(candidate),
    })),
    unsupported,
    recommend: {
      engine: best?.engine ?? null,
      device: best?.device ?? null,
      threads: best?.threads ?? null,
      variant: ratings?.pick == null ? null : (ratings.variants[ratings.pick]?.variant.entry.path ?? null),
      reasons,
      changes,
    },
  };
}

/** Why there is no reliable forecast, as a code; `null` if there is one, or no engine to forecast for. */
function findForecastReason(candidate: Candidate | undefined) {
  if (!candidate) return null;
  const { forecast } = candidate;
  if (!forecast.known) return forecast.reason;
  return forecast.basis === 'uncalibrated' ? ('uncalibrated' as const) : null;
}

function toForecast(candidate: Candidate | undefined) {
  if (!candidate?.forecast.known) return null;
  const { per, lowMs, expectedMs, highMs, basis, runIs, prompt, text } = candidate.forecast;
  const run = { per, lowMs, expectedMs, highMs, basis, runIs };
  if (per === 'run') return run;
  return {
    ...run,
    tokensPerS: toPerSecond(candidate.forecast),
    ...(text && prompt && { text, prompt, promptTokensPerS: toPerSecond(prompt) }),
  };
}

type Range = Readonly<Record<'lowMs' | 'expectedMs' | 'highMs', number>>;
const toPerSecond = ({ lowMs, expectedMs, highMs }: Range) => ({
  low: 1000 / highMs,
  expected: 1000 / expectedMs,
  high: 1000 / lowMs,
});

export type FitSummary = ReturnType<typeof fitSummary>;
