/**
 * English, by area: `shell` and `format` are always loaded, a page loads its areas along with its code, and `errors` are
 * loaded when the first one is shown. Every language has these areas.
 */
export const en = {
  format: async () => (await import('./shell.ts')).format,
  shell: async () => (await import('./shell.ts')).shell,
  engine: async () => (await import('./engine.ts')).engine,
  about: async () => (await import('./about.ts')).about,
  home: async () => (await import('./home.ts')).home,
  device: async () => (await import('./device.ts')).device,
  run: async () => (await import('./run.ts')).run,
  gates: async () => (await import('./gates.ts')).gates,
  evaluate: async () => (await import('./evaluate.ts')).evaluate,
  review: async () => (await import('./review.ts')).review,
  robustness: async () => (await import('./robustness.ts')).robustness,
  bench: async () => (await import('./bench.ts')).bench,
  report: async () => (await import('./report.ts')).report,
  results: async () => (await import('./results.ts')).results,
  history: async () => (await import('./history.ts')).history,
  hallmark: async () => (await import('./hallmark.ts')).hallmark,
  share: async () => (await import('./share.ts')).share,
  picker: async () => (await import('./picker.ts')).picker,
  chat: async () => (await import('./chat.ts')).chat,
  models: async () => (await import('./models.ts')).models,
  reasons: async () => (await import('./reasons.ts')).reasons,
  offline: async () => (await import('./offline.ts')).offline,
  errors: async () => (await import('./errors.ts')).errors,
};
