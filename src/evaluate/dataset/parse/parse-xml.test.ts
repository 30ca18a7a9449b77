import { expect, test } from 'vitest';
import { findChild, parseXml } from './parse-xml.ts';

test('elements, text, character references and CDATA are read; attributes and comments are ignored', () => {
  const root = parseXml(
    '<?xml version="1.0"?><!DOCTYPE a><a x="1">\n<!-- <b> --><b>1 &lt; &#50; &#x33;</b><b/><![CDATA[<c>]]></a>\n',
  );
  expect(root).toEqual({
    name: 'a',
    text: '<c>',
    children: [
      { name: 'b', text: '1 < 2 3', children: [] },
      { name: 'b', text: '', children: [] },
    ],
  });
  expect(root && findChild(root, 'b')?.text).toBe('1 < 2 3');
});

test.each([
  '',
  'text',
  '<a>',
  '<a></b>',
  '</a>',
  '<a/><b/>',
  '<a',
  '<a><!-- </a>',
  '<a>x</a>y',
  '<a <b></a>',
  '<a>'.repeat(100),
])('malformed XML is rejected: %s', (text) => {
  expect(parseXml(text)).toBeNull();
});

test('declared entities are not expanded', () => {
  expect(parseXml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')?.text ?? null).not.toBe('c');
});

test('a megabyte of unclosed comments takes linear time', () => {
  const start = process.cpuUsage();
  expect(parseXml('<!--'.repeat(250_000))).toBeNull();
  expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
});

test('text with an undefined XML entity is rejected', () => {
  expect(parseXml('<a>&x;</a>')).toBeNull();
});
