/**
 * Knows, while text streams, whether it is inside Markdown code. Fed and queried one character at a
 * time.
 */
export interface CodeSpans {
  feed(character: string): void;
  /** Whether a character other than a backtick, coming next, would be code. */
  isInside(): boolean;
}

/**
 * Fenced blocks run to their closing line; inline code ends with the line, so that a lone backtick
 * spoils only that.
 */
export function createCodeSpans(): CodeSpans {
  let run = 0;
  let isRunAtLineStart = false;
  let isLineStart = true;
  /** Lengths of the runs of backticks that opened; 0: none did. */
  let fence = 0;
  let inline = 0;
  let isFenceLine = false;

  function endRun(): void {
    if (run === 0) return;
    const length = run;
    run = 0;
    if (fence > 0) {
      // A second run on the opening line: it was code in a line after all.
      if (isFenceLine || (isRunAtLineStart && length >= fence)) fence = 0;
    } else if (inline > 0) inline = length === inline ? 0 : inline;
    else if (isRunAtLineStart && length >= 3) {
      fence = length;
      isFenceLine = true;
    } else inline = length;
  }
  return {
    feed(character) {
      if (character === '`') {
        if (run === 0) isRunAtLineStart = isLineStart;
        isLineStart = false;
        run++;
        return;
      }
      endRun();
      if (character === '\n') {
        isLineStart = true;
        isFenceLine = false;
        inline = 0;
      } else if (character !== ' ') isLineStart = false;
    },
    isInside() {
      endRun();
      return fence > 0 || inline > 0;
    },
  };
}
