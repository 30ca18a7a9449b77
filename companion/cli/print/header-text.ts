import type { ModelFacts, ValueFacts } from '#core/model/model-facts.ts';
import { format } from '#words/en/format.ts';
import { modelFacts as words } from '#words/en/models/model-facts.ts';
import { listHeaderRows } from '#words/header-rows.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** The maximum number of operators that are listed, the most frequent first. */
const maxOperators = 20;

/** Formats the facts of a header as the Models page shows them. */
export function formatHeader(facts: ModelFacts): string {
  const rows = listHeaderRows(facts, { models: { facts: words }, format }).map(toCells);
  const operators = Object.entries(facts.operators).sort(([, a], [, b]) => b - a);
  const nodes = operators.reduce((sum, [, count]) => sum + count, 0);
  const counts = operators.slice(0, maxOperators).map(([name, count]) => [toSingleLine(name), format.whole(count)]);
  return [
    formatTable(rows),
    formatSection(words.inputs, facts.inputs.map(toValueCells)),
    formatSection(words.outputs, facts.outputs.map(toValueCells)),
    formatSection(words.operators(operators.length, nodes), counts),
  ].join('');
}

function formatSection(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `\n${title}\n${formatTable(rows, '  ')}`;
}

const toCells = (row: readonly string[]) => row.map(toSingleLine);
const toValueCells = ({ name, dtype, shape }: ValueFacts) => toCells([name, dtype, words.shape(shape)]);
