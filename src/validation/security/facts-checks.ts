import type { ByteSource } from '#core/model/model.ts';
import type { Format } from '#formats/format.ts';
import { operatorNames } from '#formats/tflite/operator-names.ts';
import { abbreviate, type Finding } from './finding.ts';
import { checkText } from './text-checks.ts';

const builtIn = new Set(operatorNames);

/**
 * What is in the facts of a format without paths and templates of its own.
 * @throws AppError what `readFacts` throws
 */
export async function checkFacts(format: Format, source: ByteSource, name: string): Promise<Finding[]> {
  const { metadata, operators, producer } = await format.readFacts(source, name);
  const texts = Object.entries({ ...metadata, ...(producer !== null && { producer }) });
  const custom = format.id === 'tflite' ? Object.entries(operators).filter(([operator]) => !builtIn.has(operator)) : [];
  return [
    ...texts.flatMap(([key, text]) => checkText(key, text)),
    ...(custom.length > 0 ? [listCustomOperators(custom)] : []),
  ];
}

function listCustomOperators(custom: readonly (readonly [operator: string, count: number])[]): Finding {
  const operators = abbreviate(custom.map(([operator]) => operator).join(', '));
  const count = custom.reduce((sum, [, uses]) => sum + uses, 0);
  return { code: 'custom-operators', severity: 'medium', facts: { domain: 'CUSTOM', operators, count } };
}
