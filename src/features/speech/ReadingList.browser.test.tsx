import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import '../../ui/styles.css';
import type { StoredReading } from '../../storage/readings.ts';
import { ReadingList } from './ReadingList.tsx';

let root: Root;
let host: HTMLElement;
beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  host = document.body.appendChild(document.createElement('div'));
  host.style.height = '600px';
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

const readings = (count: number): StoredReading[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    title: `Tale ${index}`,
    text: 'A tale.',
    model: 'm',
    voice: '',
    sampleRate: 16_000,
    durationSeconds: 1,
    createdAt: index,
    state: 'complete',
    positionSeconds: 0,
    positionFrom: 0,
    chapters: [],
  }));

function show(count: number): Element[] {
  const nothing = () => undefined;
  act(() =>
    root.render(
      <ReadingList
        readings={readings(count)}
        openId={null}
        removedTitle={null}
        onNew={nothing}
        onOpen={nothing}
        onRemove={nothing}
        onUndoRemove={nothing}
      />,
    ),
  );
  return [...host.querySelectorAll('li')];
}

const settle = () => act(() => new Promise((done) => setTimeout(done, 200)));

it('has no more nodes for thousands of readings than for hundreds', async () => {
  show(300);
  await settle();
  const nodes = host.querySelectorAll('*').length;
  show(10_000);
  await settle();
  expect(host.querySelectorAll('*').length).toBe(nodes);
  expect(host.querySelectorAll('li').length).toBeLessThan(100);
});

it('mounts what is scrolled to, and says which of how many it is', async () => {
  const [first] = show(10_000);
  expect(first?.getAttribute('aria-posinset')).toBe('1');
  await settle();
  const list = host.querySelector('ul');
  const scroller = list?.parentElement;
  if (!list || !scroller) throw new Error('There is no list.');
  const height = list.offsetHeight;
  await act(async () => {
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((done) => setTimeout(done, 200));
  });
  const last = host.querySelector('li:last-child');
  expect(last?.textContent).toContain('Tale 9999');
  expect(last?.getAttribute('aria-posinset')).toBe('10000');
  expect(last?.getAttribute('aria-setsize')).toBe('10000');
  expect(list.offsetHeight).toBe(height);
  expect(last?.getBoundingClientRect().bottom).toBeLessThanOrEqual(
    scroller.getBoundingClientRect().bottom + 1,
  );
});

it('mounts all of a short list', () => expect(show(60)).toHaveLength(60));
