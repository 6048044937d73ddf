import type { StoredConversation, StoredMessage } from '../../../storage/conversations.ts';

/** The branch that is shown, for people to read. */
export function writeMarkdown(
  { title, settings }: StoredConversation,
  branch: readonly StoredMessage[],
  nameOfModel: (id: string) => string,
): string {
  const system = settings?.systemPrompt
    ? [`> ${settings.systemPrompt.replaceAll('\n', '\n> ')}`]
    : [];
  const turns = branch.map(
    ({ role, content, model }) =>
      `## ${role === 'user' ? 'You' : model ? nameOfModel(model) : 'Answer'}\n\n${content}`,
  );
  return `${[`# ${title}`, ...system, ...turns].join('\n\n')}\n`;
}
