import type { JudgedVariants } from '#planner/judge-variants.ts';
import type { Recommendation } from '#planner/recommend.ts';
import type { Inspection } from '#bridge/inspect-contract.ts';

/** What a machine is told of a model on this device. Plain JSON. */
export function fitSummary({ name, facts }: Inspection, recommendation: Recommendation, judged: JudgedVariants | null) {
  const { best, candidates, reasons, changes } = recommendation;
  const place = best ?? candidates[0];
  return {
    model: name,
    format: facts.format,
    fits: place?.fit.verdict ?? 'unknown',
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
    recommend: {
      runtime: best?.runtime ?? null,
      device: best?.device ?? null,
      threads: best?.threads ?? null,
      variant: judged?.pick == null ? null : (judged.judged[judged.pick]?.variant.entry.path ?? null),
      reasons,
      changes,
    },
  };
}

function forecastOf(place: Recommendation['best'] | undefined) {
  if (!place?.forecast.known) return null;
  const { per, lowMs, expectedMs, highMs, basis, runIs } = place.forecast;
  return { per, lowMs, expectedMs, highMs, basis, runIs };
}
