/**
 * What kept a part of a file from being read:
 * - `file-cut-off`: the file ends in the middle of a part of it
 * - `text-damaged`: a text cannot be unpacked
 * - `texts-too-long`: the texts are longer than the limit; what lies behind it was not read
 * - `form-unknown`: a text is there, in a form that is not known
 * - `graph-unreadable`, `graph-without-sampler`: ComfyUI's graph is not a graph, or nothing in it
 *   draws
 * - `workflow-only`: a workflow of ComfyUI's editor, without the graph that was run
 * - `prompt-unsure`: the graph computes its prompt while it runs
 * - `several-pictures`: the graph draws several pictures, and only what they share is known of this
 *   one
 */
export type ReadNote =
  | 'file-cut-off'
  | 'text-damaged'
  | 'texts-too-long'
  | 'form-unknown'
  | 'graph-unreadable'
  | 'graph-without-sampler'
  | 'workflow-only'
  | 'prompt-unsure'
  | 'several-pictures';
