import { expect, onTestFinished, test } from 'vitest';
import { readTheme } from './graph-theme.ts';

test('colours are read without delay, even if every colour change has a transition', () => {
  const style = document.createElement('style');
  style.textContent =
    '* { transition-duration: 1s !important } div { color: rgb(9, 9, 9); --sunk: rgb(1, 2, 3); --ink: rgb(4, 5, 6) }';
  const element = document.createElement('div');
  document.body.append(style, element);
  onTestFinished(() => [style, element].forEach((node) => node.remove()));
  expect(readTheme(element)).toMatchObject({ paper: 'rgb(1, 2, 3)', ink: 'rgb(4, 5, 6)' });
});
