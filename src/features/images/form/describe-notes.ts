import type { ReadNote } from '../../../engine/images/metadata/read-note.ts';

const SENTENCES: Readonly<Record<ReadNote, string>> = {
  'file-cut-off': 'The file ends in the middle of its text; that text was left out.',
  'text-damaged': 'One of the file’s texts is damaged and was left out.',
  'texts-too-long': 'The file’s texts are longer than 16 MB; only a part was read.',
  'form-unknown': 'The file tells how it was made in a form that Triptych does not know.',
  'graph-unreadable': 'The file has a ComfyUI graph that cannot be read.',
  'graph-without-sampler': 'The file has a ComfyUI graph without a sampler that Triptych knows.',
  'workflow-only': 'The file has a ComfyUI workflow, but not the values that it was run with.',
  'prompt-unsure':
    'Its ComfyUI graph makes the prompt while it runs, so the prompt cannot be read.',
  'several-pictures':
    'Its ComfyUI graph draws several pictures; only what they have in common is shown.',
};

/** What could not be read of a picture file, in a sentence. */
export function describeNote(note: ReadNote): string {
  return SENTENCES[note];
}
