import type { ReadNote } from '../../../engine/images/metadata/read-note.ts';

const SENTENCES: Readonly<Record<ReadNote, string>> = {
  'file-cut-off': 'The file is cut off in the middle of a text, which was left out.',
  'text-damaged': 'The file contains a damaged text, which was left out.',
  'texts-too-long': 'The file has more than 16 MB of text; only part of it was read.',
  'form-unknown': 'The file’s settings are in a format that Triptych does not know.',
  'graph-unreadable': 'The file’s ComfyUI graph cannot be read.',
  'graph-without-sampler': 'The file’s ComfyUI graph has no sampler that Triptych knows.',
  'workflow-only': 'The file has a ComfyUI workflow, but not the values it was run with.',
  'prompt-unsure': 'Its ComfyUI graph builds the prompt as it runs, so the prompt cannot be read.',
  'several-pictures':
    'Its ComfyUI graph draws several pictures; only the settings they share are shown.',
};

/** What could not be read of a picture file, in a sentence. */
export function describeNote(note: ReadNote): string {
  return SENTENCES[note];
}
