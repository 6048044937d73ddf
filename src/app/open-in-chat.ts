import type { StoredPicture } from '../engine/images/picture-store.ts';
import { cutTitle } from '../engine/cut-title.ts';
import { navigate } from './address.ts';
import { checkPictures } from './models/takes-pictures.ts';
import type { Studio } from './studio.ts';

/** The part of the studio that is needed. */
type ChatParts = Pick<
  Studio,
  'chatStore' | 'drafts' | 'settings' | 'models' | 'companion' | 'library' | 'pictures'
>;

/**
 * Takes a picture into the question that is being written: itself where the chosen model looks at
 * pictures, else what it was drawn from, quoted after the existing text. The one way from a picture
 * into the composer.
 */
export async function openInChat(studio: ChatParts, picture: StoredPicture): Promise<void> {
  const { chatStore, drafts } = studio;
  const { openId } = chatStore.getState();
  const { prompt } = picture.parameters;
  if (await checkPictures(studio)) {
    const { attachPicture } = await import('../features/chat/composer/attach-picture.ts');
    const name = cutTitle(prompt) || 'Picture';
    const shown = await attachPicture(
      await studio.library.readFile(picture.id),
      name,
      studio.pictures,
    );
    drafts.writePictures(openId, [...drafts.readPictures(openId), shown]);
  } else drafts.write(openId, appendQuote(drafts.read(openId), prompt));
  navigate(openId ? `/chat/${openId}` : '/chat');
}

/** A text with another one quoted after it, and room for what is asked about it. */
export function appendQuote(text: string, quoted: string): string {
  const quote = quoted
    .trim()
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  return `${text.trim() === '' ? '' : `${text.trimEnd()}\n\n`}${quote}\n\n`;
}
