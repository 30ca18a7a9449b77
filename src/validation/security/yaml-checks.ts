import { excerpt, type Finding } from './finding.ts';

/** Tags of PyYAML that make Python objects, also spelled out or behind a handle that a directive defines. */
const pythonTag = /!!?python\/[\w/:.]*|tag:yaml\.org,2002:python|^%TAG\b.*/im;

/** What is in a YAML file next to a model that is loaded as code. */
export function checkYaml(text: string): Finding[] {
  // Tags may have escapes as URLs have.
  const plain = text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const tag = pythonTag.exec(plain)?.[0];
  return tag === undefined ? [] : [{ code: 'yaml-python', severity: 'high', facts: { tag: excerpt(tag) } }];
}
