import { expect, test } from 'vitest';
import { findChild, parseXml } from './parse-xml.ts';

test('reads elements, text, character references and CDATA, and ignores attributes and comments', () => {
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
])('rejects malformed XML: %s', (text) => {
  expect(parseXml(text)).toBeNull();
});

test('does not expand declared entities', () => {
  expect(parseXml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')?.text ?? null).not.toBe('c');
});

test('parses a megabyte of unclosed comments in linear time', () => {
  const start = process.cpuUsage();
  expect(parseXml('<!--'.repeat(250_000))).toBeNull();
  expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
});

test('rejects text with an undefined XML entity', () => {
  expect(parseXml('<a>&x;</a>')).toBeNull();
});
