import type { StoredConversation } from '../../../storage/conversations.ts';

export interface ConversationGroup {
  heading: string;
  conversations: readonly StoredConversation[];
}

/**
 * Conversations under the day or month they were last used in, in the order in which they come;
 * those that are pinned stand above all.
 */
export function groupConversations(
  conversations: readonly StoredConversation[],
  now: Date,
): ConversationGroup[] {
  const nameDay = createDayNames(now);
  const groups = new Map<string, StoredConversation[]>();
  const pinned = conversations.filter(({ isPinned }) => isPinned);
  if (pinned.length > 0) groups.set('Pinned', pinned);
  for (const conversation of conversations) {
    if (conversation.isPinned) continue;
    const heading = nameDay(new Date(conversation.updatedAt));
    const group = groups.get(heading) ?? [];
    groups.set(heading, group);
    group.push(conversation);
  }
  return Array.from(groups, ([heading, grouped]) => ({ heading, conversations: grouped }));
}

/** By the calendar of whoever reads it; what a wrong clock dates ahead counts as of today. */
function createDayNames(now: Date): (date: Date) => string {
  const recent = [
    { since: dayBefore(now, 0), name: 'Today' },
    { since: dayBefore(now, 1), name: 'Yesterday' },
    { since: dayBefore(now, 7), name: 'Previous 7 days' },
    { since: dayBefore(now, 30), name: 'Previous 30 days' },
  ];
  // A formatter for each of ten thousand dates would take a second.
  const month = new Intl.DateTimeFormat('en', { month: 'long' });
  const monthAndYear = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });
  return (date) => {
    const found = recent.find(({ since }) => date >= since);
    if (found) return found.name;
    if (Number.isNaN(date.getTime())) return 'Earlier';
    return (date.getFullYear() === now.getFullYear() ? month : monthAndYear).format(date);
  };
}

/** The beginning of the day so many days before; a day need not have 24 hours. */
function dayBefore(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}
