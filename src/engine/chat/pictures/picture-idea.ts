/** What a picture shows, in an image model's words. */
export interface PictureIdea {
  prompt: string;
  /** What must not be in it; may be empty. */
  negativePrompt: string;
}
