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
  const groups = new Map<string, StoredConversation[]>();
  const pinned = conversations.filter(({ isPinned }) => isPinned);
  if (pinned.length > 0) groups.set('Pinned', pinned);
  for (const conversation of conversations) {
    if (conversation.isPinned) continue;
    const heading = nameDay(new Date(conversation.updatedAt), now);
    groups.set(heading, [...(groups.get(heading) ?? []), conversation]);
  }
  return Array.from(groups, ([heading, grouped]) => ({ heading, conversations: grouped }));
}

/** By the calendar of whoever reads it; what a wrong clock dates ahead counts as of today. */
function nameDay(date: Date, now: Date): string {
  if (date >= dayBefore(now, 0)) return 'Today';
  if (date >= dayBefore(now, 1)) return 'Yesterday';
  if (date >= dayBefore(now, 7)) return 'Previous 7 days';
  if (date >= dayBefore(now, 30)) return 'Previous 30 days';
  const isThisYear = date.getFullYear() === now.getFullYear();
  return Number.isNaN(date.getTime())
    ? 'Earlier'
    : date.toLocaleDateString(
        'en',
        isThisYear ? { month: 'long' } : { month: 'long', year: 'numeric' },
      );
}

/** The beginning of the day so many days before; a day need not have 24 hours. */
function dayBefore(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}
