/** What a picture is to show, in an image model's words. */
export interface PictureIdea {
  prompt: string;
  /** What must not be in it; empty: nothing that was named. */
  negativePrompt: string;
}
