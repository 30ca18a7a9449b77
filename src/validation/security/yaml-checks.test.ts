import { expect, test } from 'vitest';
import { checkYaml } from './yaml-checks.ts';

const checkCodes = (text: string) => checkYaml(text).map(({ code, severity }) => `${code} ${severity}`);

// PyYAML 6 (`yaml.unsafe_load`) calls os.system for each of these.
test.each([
  ['in short', 'a: !!python/object/apply:os.system [ls]'],
  ['with escapes', 'a: !!%70ython/object/apply:os.system [ls]'],
  ['spelled out', 'a: !<tag:yaml.org,2002:python/object/apply:os.system> [ls]'],
  ['with a handle', '%TAG !y! tag:yaml.org,2002:\n---\na: !y!python/object/apply:os.system [ls]'],
  ['with a handle for half of its name', '%TAG !p! tag:yaml.org,2002:py\n---\na: !p!thon/object/apply:os.system [ls]'],
  ['with the primary handle', '%TAG ! tag:yaml.org,2002:py\n---\na: !thon/object/apply:os.system [ls]'],
  [
    'with a handle after a quoted key',
    '%TAG !p! tag:yaml.org,2002:py\n---\n{"!a":!p!thon/object/apply:os.system [ls]}',
  ],
  [
    'after unusual line breaks',
    '%YAML 1.1\x85%TAG ! tag:yaml.org,2002:py\x85---\x85a: !thon/object/apply:os.system [ls]',
  ],
])('a Python tag %s has high severity', (_, text) => {
  expect(checkCodes(text)).toEqual(['yaml-python high']);
});

test('a handle for other YAML tags has severity info', () => {
  expect(checkCodes('%TAG !e! tag:example.com,2000:app/\n---\na: !e!point {x: 1}')).toEqual(['yaml-tag info']);
  expect(checkCodes('a: !point {x: 1}')).toEqual([]);
});
