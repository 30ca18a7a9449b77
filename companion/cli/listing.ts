import { numberText } from '#core/number-text.ts';
import { oneLine } from './wording.ts';

/** Plain values, one per line as `group.name  value`, for people at a terminal. */
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
  return `${oneLine(`${path}  ${value}`)}\n`;
}
