import { afterEach, beforeEach, expect, test } from 'vitest';
import { retainFocus } from './retain-focus.ts';

let root: HTMLElement;
let release: () => void;
beforeEach(() => {
  root = document.createElement('main');
  root.innerHTML = '<h1 tabindex="-1">Title</h1><ul><li><button id="a"></button><button id="b"></button></li></ul>';
  document.body.append(root);
  release = retainFocus(root);
});
afterEach(() => {
  release();
  root.remove();
});

const find = (selector: string) => root.querySelector<HTMLElement>(selector)!;

test('when the focused control is removed, focus moves to the first one next to it', async () => {
  find('#b').focus();
  find('#b').remove();
  await expect.poll(() => document.activeElement).toBe(find('#a'));
});

test('when the last row of a list is removed with its control, focus moves outside the list', async () => {
  find('#a').focus();
  find('li').remove();
  await expect.poll(() => document.activeElement).toBe(find('h1'));
});

test('when the focused control is disabled, focus moves to the first enabled one next to it', async () => {
  find('#b').focus();
  find('#b').setAttribute('disabled', '');
  await expect.poll(() => document.activeElement).toBe(find('#a'));
});

test('hidden controls are skipped', async () => {
  find('li').insertAdjacentHTML('afterbegin', '<button hidden></button><details><button></button></details>');
  find('#b').focus();
  find('#b').remove();
  await expect.poll(() => document.activeElement).toBe(find('#a'));
});

test('removing another element does not move focus', async () => {
  find('#a').focus();
  find('#b').remove();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.activeElement).toBe(find('#a'));
});

test('after the user has left a control, removing it does not move focus', async () => {
  find('#b').focus();
  find('#b').blur(); // as when an empty part of the page is clicked
  await new Promise((resolve) => setTimeout(resolve));
  find('#b').remove();
  await new Promise((resolve) => setTimeout(resolve));
  expect(document.activeElement).toBe(document.body);
});
