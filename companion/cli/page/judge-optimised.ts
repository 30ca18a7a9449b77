import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { toEvaluatedRun } from '#hallmark/compare/evaluated-run.ts';
import { toHallmarkFile } from '#hallmark/file/hallmark-file.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { digestRecipe } from '#optimise/optimise-model.ts';
import type { Recipe } from '#optimise/recipe.ts';
import type { Context } from '../command.ts';
import { driveEvaluation } from './drive-evaluation.ts';
import { toPerformanceTestQuery } from '../options/performance-tests.ts';
import { readGateFileArgument } from '../options/gate-file-argument.ts';
import type { OptimisedFile } from '../native/optimise-file.ts';

interface OptimisedModel {
  readonly model: string;
  readonly out: string;
  readonly recipe: Recipe;
  readonly result: OptimisedFile;
}

type Values = Parameters<typeof driveEvaluation>[0] &
  Parameters<typeof toPerformanceTestQuery>[0] & { readonly gates: string; readonly hallmark?: string | undefined };

/**
 * Judges a model by gates on labelled files, with the original model as the baseline.
 * @throws UsageError | AppError
 */
export async function judgeByGates(path: string, model: string, values: Values, context: Context) {
  const gates = { text: readGateFileArgument(values.gates), runs: toPerformanceTestQuery(values) };
  const { gateRun, report } = await driveEvaluation({ ...values, baseline: [model] }, [path], context, gates);
  if (!gateRun) throw new Error('the page judged no gates');
  return { gateRun, report };
}

/**
 * Judges an optimised model like {@link judgeByGates}, and signs the verdict if that is requested.
 * @throws UsageError | AppError
 */
export async function judgeOptimised(
  values: Values,
  { model, out, recipe, result }: OptimisedModel,
  context: Context,
): Promise<{ readonly gateRun: GateRun }> {
  const { gateRun, report } = await judgeByGates(out, model, values, context);
  if (values.hallmark !== undefined) {
    const statement = buildStatement({
      ...toEvaluatedRun(report, gateRun),
      parent: { name: basename(model), digest: { sha256: result.parent.sha256 } },
      recipe: { name: 'recipe.json', digest: { sha256: await digestRecipe(recipe) } },
    });
    const hallmark = await signHallmark(statement, await generateKeyPair());
    await writeFile(values.hallmark, `${await toHallmarkFile(hallmark)}\n`);
  }
  return { gateRun };
}
