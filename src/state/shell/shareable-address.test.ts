import { expect, test } from 'vitest';
import { toShareableUrl, isLoopback } from './shareable-address.ts';

test.each([
  ['http://localhost:8080/', true],
  ['http://app.localhost/', true],
  ['http://127.0.0.1:4173/#/r/abc', true],
  ['http://127.8.9.1/', true],
  ['http://[::1]:8080/', true],
  ['http://0.0.0.0:8080/', true],
  ['http://192.168.1.20:8080/', false],
  ['https://assay.example/', false],
  ['https://localhost.example/', false],
])('%s is on a loopback address: %j', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test.each([
  ['https://assay.example/app/', 'https://assay.example/app/'],
  [' https://assay.example/app/index.html?x=1#/bench ', 'https://assay.example/app/index.html'],
  ['assay.example', 'https://assay.example/'],
  ['http://192.168.1.20:8080', 'http://192.168.1.20:8080/'],
  ['http://127.0.0.1:8080/', null],
  ['localhost:8080', null],
  ['ftp://assay.example/', null],
  ['javascript:alert(1)', null],
  ['https://user:secret@assay.example/', null],
  ['not an address', null],
  ['', null],
])('the public address %j is normalised to %j', (typed, expected) => {
  expect(toShareableUrl(typed)).toBe(expected);
});
