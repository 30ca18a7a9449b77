import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import { format } from '#words/en/format.ts';
import { modelFacts as words } from '#words/en/models/model-facts.ts';
import { headerRows } from '#words/header-rows.ts';
import { table } from './format-value.ts';
import { singleLine } from './single-line.ts';

/** Maximum number of operators listed, the most frequent first. */
const maxOperators = 20;

/** The facts of a header as the Models page shows them. */
export function headerText(facts: ModelFacts): string {
  const rows = headerRows(facts, { models: { facts: words }, format }).map(cells);
  const operators = Object.entries(facts.operators).sort(([, a], [, b]) => b - a);
  const nodes = operators.reduce((sum, [, count]) => sum + count, 0);
  const counts = operators.slice(0, maxOperators).map(([name, count]) => [singleLine(name), format.whole(count)]);
  return [
    table(rows),
    section(words.inputs, facts.inputs.map(valueCells)),
    section(words.outputs, facts.outputs.map(valueCells)),
    section(words.operators(operators.length, nodes), counts),
  ].join('');
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `\n${title}\n${table(rows, '  ')}`;
}

const cells = (row: readonly string[]) => row.map(singleLine);
const valueCells = ({ name, dtype, shape }: ValueFacts) => cells([name, dtype, words.shape(shape)]);
