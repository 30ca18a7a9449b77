import type { VerifiedHallmark } from '#hallmark/verify.ts';
import type { hallmark } from './en/hallmark/hallmark.ts';

/** The facts of a hallmark in one language, label and value: files, data, gate file, device, method and key. */
export function listHallmarkFacts(
  text: { readonly hallmark: typeof hallmark },
  { statement, keyId }: Pick<VerifiedHallmark, 'statement' | 'keyId'>,
): readonly (readonly [label: string, value: string])[] {
  const { facts } = text.hallmark;
  const { subject, predicate } = statement;
  const { task, data, baseline, baselineFiles = [], parent, recipe, gateFile, run } = predicate;
  const { hostileInputs = [], statements = [] } = predicate;
  const resources = [
    ...subject.map((file) => [facts.model, file] as const),
    ...(baseline ? [[facts.baseline, baseline] as const] : []),
    ...baselineFiles.map((file) => [facts.baselineFile, file] as const),
    ...(parent ? [[facts.parent, parent] as const] : []),
    ...(recipe ? [[facts.recipe, recipe] as const] : []),
    ...(data ? [[facts.data, { name: data.name, digest: data.digest, annotations: undefined }] as const] : []),
  ];
  return [
    ...resources.map(([label, { name, digest, annotations }]) => {
      return [label, facts.resource(name, digest.sha256, annotations?.sizeBytes)] as const;
    }),
    ...(task === undefined ? [] : [[facts.task, facts.taskName(task)] as const]),
    ...(data ? [[facts.items, facts.dataItems(data)] as const] : []),
    [facts.gateFile, facts.gateFileValue(gateFile.digest.sha256, gateFile.readAt)],
    [facts.engine, facts.engineOf(run)],
    [facts.machine, facts.machineOf(run)],
    [facts.startedAt, facts.time(run.startedAt)],
    [facts.method, run.method],
    [facts.app, `${run.app.version} (${run.app.commit})`],
    ...(hostileInputs.length > 0 ? [[facts.hostileInputs, facts.hostileOutcomes(hostileInputs)] as const] : []),
    ...statements.map((made) => [facts.statement(made.statement), facts.stated(made.text)] as const),
    [facts.key, keyId],
  ];
}
