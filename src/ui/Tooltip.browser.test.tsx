import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import './styles.css';
import { Tooltip } from './Tooltip.tsx';

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  host.style.padding = '100px';
  root = createRoot(host);
  root.render(
    <Tooltip text="Copy the answer">
      <button type="button">Copy</button>
    </Tooltip>,
  );
});
afterEach(() => {
  root.unmount();
  host.remove();
});

const button = page.getByRole('button', { name: 'Copy' });
const tooltip = page.getByRole('tooltip');

it('describes its element while the pointer is on it, and the element stays the same', async () => {
  await expect.element(button).toBeVisible();
  const before = button.element();
  await button.hover();
  await expect.element(tooltip).toHaveTextContent('Copy the answer');
  await expect.element(button).toHaveAccessibleDescription('Copy the answer');
  expect(button.element()).toBe(before);
  const [text, own] = [tooltip.element(), before].map((each) => each.getBoundingClientRect());
  await expect
    .poll(() => tooltip.element().getBoundingClientRect().bottom)
    .toBeLessThan(own?.top ?? 0);
  expect(text?.width).toBeGreaterThan(0);
  await userEvent.unhover(button);
  await expect.element(tooltip).not.toBeInTheDocument();
});

it('shows with the keyboard’s focus, and goes with Escape', async () => {
  await userEvent.keyboard('{Tab}');
  await expect.element(tooltip).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(tooltip).not.toBeInTheDocument();
  await expect.element(button).toHaveFocus();
});
