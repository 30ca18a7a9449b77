import { numberText } from '#core/number-text.ts';
import { singleLine } from './wording.ts';

/** Formats values for a terminal, one per line as `group.name  value`. */
export function listing(value: unknown, path = ''): string {
  if (value === null || typeof value !== 'object') return line(path, plain(value));
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return line(path, value.map(plain).join(', '));
  }
  return Object.entries(value)
    .map(([name, item]) => listing(item, path === '' ? name : `${path}.${name}`))
    .join('');
}

function plain(value: unknown): string {
  return typeof value === 'number' ? numberText(value) : String(value);
}

function line(path: string, value: string): string {
  return `${singleLine(`${path}  ${value}`)}\n`;
}
