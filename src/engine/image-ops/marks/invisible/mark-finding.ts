/** What was found when a picture was read for an invisible mark. */
export type MarkFinding =
  | {
      found: true;
      /** The number that was hidden. */
      payload: number;
      /** 0 to 1: 1 less the chance that a picture without a mark looks like this. */
      confidence: number;
      /** Whether left and right of the picture have been exchanged since. */
      isMirrored: boolean;
    }
  | { found: false; confidence: number };
