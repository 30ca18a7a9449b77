import { format, shell } from './shell/shell.ts';

/**
 * English, by area: `shell` and `format` are part of the start code, a page loads its areas along with its code, and `errors` are
 * loaded when the first one is shown. Every language has these areas.
 */
export const en = {
  format: async () => format,
  shell: async () => shell,
  engine: async () => (await import('./device/engine.ts')).engine,
  about: async () => (await import('./shell/about.ts')).about,
  home: async () => (await import('./shell/home.ts')).home,
  device: async () => (await import('./device/device.ts')).device,
  nativeEngines: async () => (await import('./device/native-engines.ts')).nativeEngines,
  run: async () => (await import('./run/run.ts')).run,
  teach: async () => (await import('./run/teach.ts')).teach,
  drift: async () => (await import('./run/drift.ts')).drift,
  deployments: async () => (await import('./deployments/deployments.ts')).deployments,
  monitor: async () => (await import('./deployments/monitor.ts')).monitor,
  deployedInputs: async () => (await import('./deployments/inputs.ts')).deployedInputs,
  gates: async () => (await import('./gates/gates.ts')).gates,
  evaluate: async () => (await import('./evaluate/evaluate.ts')).evaluate,
  optimise: async () => (await import('./models/optimise-page.ts')).optimisePage,
  standalone: async () => (await import('./models/standalone.ts')).standalone,
  graph: async () => (await import('./models/graph.ts')).graph,
  review: async () => (await import('./gates/review.ts')).review,
  robustness: async () => (await import('./validation/robustness.ts')).robustness,
  bench: async () => (await import('./bench/bench.ts')).bench,
  profile: async () => (await import('./bench/profile.ts')).profile,
  tune: async () => (await import('./bench/tune.ts')).tune,
  report: async () => (await import('./report/report.ts')).report,
  targets: async () => (await import('./report/targets.ts')).targets,
  results: async () => (await import('./results/results.ts')).results,
  history: async () => (await import('./results/history.ts')).history,
  hallmark: async () => (await import('./hallmark/hallmark.ts')).hallmark,
  share: async () => (await import('./report/share.ts')).share,
  picker: async () => (await import('./models/picker.ts')).picker,
  files: async () => (await import('./run/files.ts')).files,
  chat: async () => (await import('./run/chat.ts')).chat,
  models: async () => (await import('./models/models.ts')).models,
  reasons: async () => (await import('./errors/reasons.ts')).reasons,
  offline: async () => (await import('./shell/offline.ts')).offline,
  errors: async () => (await import('./errors/errors.ts')).errors,
};
