import type { StudioAction } from '../../../engine/studio-actions.ts';

/** What a file that was dropped, pasted or chosen is to the chat. */
export type AddedFile =
  /** A block for the question. */
  | { kind: 'text'; block: string }
  | { kind: 'conversations' }
  /** For a model that looks at it. */
  | { kind: 'picture' }
  /** `action`: leads to where it belongs. */
  | { kind: 'refused'; sentence: string; action?: RefusalAction };

interface RefusalAction {
  label: string;
  name: StudioAction;
}

/** About 50,000 tokens, more than any model here reads. */
const MAX_TEXT_BYTES = 200_000;

const IMAGES: RefusalAction = { label: 'Open Images', name: 'open:images' };
const SPEECH: RefusalAction = { label: 'Open Speech', name: 'open:speech' };
const MODELS: RefusalAction = { label: 'Open Models', name: 'open:models' };

const PICTURE = /^image\/|\.(?:png|jpe?g|webp|gif|avif|bmp|tiff?|heic|svg)$/i;

/**
 * Files that belong elsewhere, by the ends of their names and the types that the system gives them.
 */
const ELSEWHERE: readonly { test: RegExp; sentence: string; action?: RefusalAction }[] = [
  {
    test: PICTURE,
    sentence:
      'The chosen model reads text, not pictures. SmolVLM 256M, in Models, can look at it; Images can edit it or show its settings.',
    action: IMAGES,
  },
  {
    test: /^application\/(?:pdf|epub\+zip)$|\.(?:pdf|epub|docx)$/i,
    sentence: 'Chat reads plain text. Open this file in Speech and copy the text from there.',
    action: SPEECH,
  },
  {
    test: /\.(?:onnx|onnx_data|safetensors|gguf|ckpt|pth?)$/i,
    sentence: 'This looks like a model. Add it in Models.',
    action: MODELS,
  },
  {
    test: /^(?:audio|video)\/|\.(?:mp3|wav|ogg|flac|m4a|mp4|mov|webm|mkv)$/i,
    sentence: 'Chat reads text, not sound or video.',
  },
  {
    test: /\.(?:zip|gz|tar|7z|rar|xlsx?|pptx?|doc|odt|rtf|exe|dmg|iso)$/i,
    sentence: 'Chat reads plain text only. Export this file as text first.',
  },
];

/**
 * Reads a text file of up to 200 kB (UTF-8, or UTF-16 with its mark), or conversations that were
 * exported. Pictures are left to whoever takes them.
 */
export async function readAddedFile(file: File, takesPictures: boolean): Promise<AddedFile> {
  const is = (kind: RegExp) => kind.test(file.type) || kind.test(file.name);
  if (takesPictures && is(PICTURE)) return { kind: 'picture' };
  const place = ELSEWHERE.find(({ test }) => is(test));
  if (place) return refuse(file, place.sentence, place.action);
  let bytes: ArrayBuffer;
  try {
    if (is(/^application\/json$|\.json$/i) && (await holdsConversations(file)))
      return { kind: 'conversations' };
    if (file.size > MAX_TEXT_BYTES) return refuseSize(file);
    bytes = await file.arrayBuffer();
  } catch {
    return refuse(
      file,
      'It cannot be read: it may be a folder, or was moved. Choose single files instead.',
    );
  }
  const text = decode(bytes);
  if (text === undefined)
    return refuse(
      file,
      'It is not UTF-8 text. If it is a text file, save it as UTF-8 and add it again.',
    );
  return text.trim() === ''
    ? refuse(file, 'It is empty.')
    : { kind: 'text', block: quoteFile(file.name, text) };
}

/** By its beginning, however long it is: whoever reads it has limits of their own. */
async function holdsConversations(file: File): Promise<boolean> {
  const beginning = await file.slice(0, 1_000).text();
  return /"format"\s*:\s*"triptych-conversations"/.test(beginning);
}

function refuse({ name }: File, sentence: string, action?: RefusalAction): AddedFile {
  return {
    kind: 'refused',
    sentence: `${name || 'The file'}: ${sentence}`,
    ...(action ? { action } : {}),
  };
}

function refuseSize(file: File): AddedFile {
  return refuse(
    file,
    `Chat takes text files of up to ${MAX_TEXT_BYTES / 1_000} kB. Paste the part that matters.`,
  );
}

/** `undefined`: no text. */
function decode(buffer: ArrayBuffer): string | undefined {
  const [first, second] = new Uint8Array(buffer);
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(buffer);
    return text.includes('\0') ? undefined : text.replace(/\r\n?/g, '\n');
  } catch {
    return undefined;
  }
}

/** The file's name, and its text in a block of code whose fence is longer than any in it. */
export function quoteFile(name: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`{3,}/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const language = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return `${name.replace(/\s+/g, ' ')}:\n${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}\n`;
}
