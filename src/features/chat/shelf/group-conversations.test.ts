import { expect, it } from 'vitest';
import { groupConversations } from './group-conversations.ts';

const now = new Date(2026, 2, 31, 0, 5);
const at = (title: string, date: Date, isPinned = false) => ({
  id: title,
  title,
  createdAt: 0,
  updatedAt: date.getTime(),
  leafId: null,
  isPinned,
});
const group = (...conversations: ReturnType<typeof at>[]) =>
  groupConversations(conversations, now).map(({ heading, conversations: all }) => [
    heading,
    ...all.map(({ title }) => title),
  ]);

it('groups by day, week and month, in order', () => {
  expect(
    group(
      at('ahead', new Date(2026, 3, 5)),
      at('now', now),
      at('midnight', new Date(2026, 2, 31)),
      at('a minute before', new Date(2026, 2, 30, 23, 59)),
      at('change of the clocks', new Date(2026, 2, 29, 1)),
      at('a week ago', new Date(2026, 2, 24)),
      at('more than a week ago', new Date(2026, 2, 23, 23, 59)),
      at('in winter', new Date(2026, 0, 3)),
      at('last year', new Date(2025, 11, 31)),
    ),
  ).toEqual([
    ['Today', 'ahead', 'now', 'midnight'],
    ['Yesterday', 'a minute before'],
    ['Previous 7 days', 'change of the clocks', 'a week ago'],
    ['Previous 30 days', 'more than a week ago'],
    ['January', 'in winter'],
    ['December 2025', 'last year'],
  ]);
});

it('puts pinned conversations first, and omits empty groups', () => {
  expect(group(at('new', now), at('kept', new Date(2020, 1, 1), true))).toEqual([
    ['Pinned', 'kept'],
    ['Today', 'new'],
  ]);
  expect(group()).toEqual([]);
  expect(group(at('broken', new Date(NaN)))).toEqual([['Earlier', 'broken']]);
});
