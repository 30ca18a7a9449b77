import type { ByteSource } from '#core/model/model.ts';
import type { Format } from '#formats/format.ts';
import { operatorNames } from '#formats/tflite/operator-names.ts';
import { abbreviate, type Finding } from './finding.ts';
import { checkText } from './text-checks.ts';

const builtInOperators = new Set(operatorNames);

/**
 * Checks the metadata and operators of a model in a format without external paths and templates.
 * @throws any error of `readFacts`
 */
export async function checkFacts(format: Format, source: ByteSource, name: string): Promise<Finding[]> {
  const { metadata, operators, producer } = await format.readFacts(source, name);
  const texts = Object.entries({ ...metadata, ...(producer !== null && { producer }) });
  const customOperators =
    format.id === 'tflite' ? Object.entries(operators).filter(([operator]) => !builtInOperators.has(operator)) : [];
  return [
    ...texts.flatMap(([key, text]) => checkText(key, text)),
    ...(customOperators.length > 0 ? [listCustomOperators(customOperators)] : []),
  ];
}

function listCustomOperators(customOperators: readonly (readonly [operator: string, count: number])[]): Finding {
  const operators = abbreviate(customOperators.map(([operator]) => operator).join(', '));
  const count = customOperators.reduce((sum, [, uses]) => sum + uses, 0);
  return { code: 'custom-operators', severity: 'medium', facts: { domain: 'CUSTOM', operators, count } };
}
