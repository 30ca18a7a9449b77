import type { RatedVariants } from '#planner/rate-variants.ts';
import type { Candidate } from '#planner/rank-candidates.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { Dimensions } from '#core/report/bench-request.ts';

interface InspectedModel {
  readonly name: string;
  readonly facts: { readonly format: FormatId };
  /** The sizes of free dimensions. */
  readonly sizes: Dimensions;
}

/** Summarises a model's fit and forecast on this device for automation clients. Plain JSON. */
export function createFitSummary(
  { name, facts, sizes }: InspectedModel,
  recommendation: Recommendation,
  ratings: RatedVariants | null,
) {
  const { best, candidates, unsupported, reasons, changes } = recommendation;
  const candidate = best ?? candidates[0];
  return {
    model: name,
    format: facts.format,
    sizes,
    fits: candidate?.fit.verdict ?? (unsupported.length > 0 ? ('unsupported' as const) : ('unknown' as const)),
    budget: { bytes: candidate?.fit.limits[0]?.bytes ?? null, limits: candidate?.fit.limits ?? [] },
    need: candidate
      ? {
          lowBytes: candidate.fit.needLowBytes,
          highBytes: candidate.fit.needHighBytes,
          terms: candidate.fit.terms,
          missing: candidate.fit.missing,
        }
      : null,
    forecast: toForecast(candidate),
    noForecast: findForecastReason(candidate),
    targets: candidates.map((target) => ({
      engine: target.engine,
      device: target.device,
      threads: target.threads,
      fits: target.fit.verdict,
      forecast: toForecast(target),
      noForecast: findForecastReason(target),
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

/** Returns the code of the reason for the lack of a reliable forecast; `null` if there is one, or no engine for it. */
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

export type FitSummary = ReturnType<typeof createFitSummary>;
