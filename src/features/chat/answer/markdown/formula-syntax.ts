import type {
  Code,
  Construct,
  Effects,
  Extension,
  State,
  TokenizeContext,
} from 'micromark-util-types';
import { beginsFormula, isFormula, type FormulaPlace } from './is-formula.ts';

/** What the tokenizer found out about a formula. */
export interface Formula {
  tex: string;
  isDisplay: boolean;
  /** Its end has not come: the answer is being written, or broke off. */
  isOpen?: boolean;
  /** What followed it on its last line. */
  tail?: string;
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formula: 'formula';
    formulaText: 'formulaText';
  }
  interface Token {
    formula?: Formula;
  }
}

const DOLLAR = 36;
const ROUND = 40;
const SQUARE = 91;
const BACKSLASH = 92;
const MAX_FORMULA_LENGTH = 20_000;

/**
 * Formulas in micromark's terms: `\(…\)`, `\[…\]` and `$$…$$` in lines, and the latter two on lines
 * of their own, where list items and quotes hold them as they hold everything else. What is not a
 * formula (is-formula.ts) stays what Markdown makes of it.
 */
export const formulaSyntax: Extension = {
  text: { [BACKSLASH]: createConstruct(tokenizeInLine), [DOLLAR]: createConstruct(tokenizeInLine) },
  flow: {
    [BACKSLASH]: { ...createConstruct(tokenizeApart), concrete: true },
    [DOLLAR]: { ...createConstruct(tokenizeApart), concrete: true },
  },
};

function createConstruct(tokenize: Construct['tokenize']): Construct {
  return { name: 'formula', tokenize, add: 'before' };
}

interface Opening {
  marks: FormulaPlace['marks'];
  /** The closing mark's last character; its first is a backslash, or this one once more. */
  last: number;
}

/**
 * Puts what is read into tokens and into a string. Line endings are tokens of their own; no token
 * is empty.
 */
function createTaker(effects: Effects) {
  let isInText = false;
  const taker = {
    tex: '',
    take(code: Code): void {
      if (!isInText) effects.enter('formulaText');
      isInText = true;
      taker.tex += toText(code);
      effects.consume(code);
    },
    takeLineEnding(code: Code): void {
      taker.endText();
      taker.tex += '\n';
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
    },
    endText(): void {
      if (isInText) effects.exit('formulaText');
      isInText = false;
    },
  };
  return taker;
}
type Taker = ReturnType<typeof createTaker>;

/** Reads an opening mark and continues after it. */
function readOpening(
  effects: Effects,
  taker: Taker,
  then: (opening: Opening) => State,
  nok: State,
): State {
  const second = (code: Code): State | undefined => {
    if (code !== ROUND && code !== SQUARE) return nok(code);
    taker.take(code);
    taker.tex = '';
    return then(code === ROUND ? { marks: 'round', last: 41 } : { marks: 'square', last: 93 });
  };
  const secondDollar = (code: Code): State | undefined => {
    if (code !== DOLLAR) return nok(code);
    taker.take(code);
    taker.tex = '';
    return (next) => (next === DOLLAR ? nok(next) : then({ marks: 'dollars', last: DOLLAR })(next));
  };
  return (code) => {
    effects.enter('formula');
    taker.take(code);
    return code === BACKSLASH ? second : secondDollar;
  };
}

interface Reader {
  onEnd: State;
  onLineEnding: State;
  onClosed: State;
}

/** Reads up to the closing mark, which is taken but not kept. */
function createBody(taker: Taker, { marks, last }: Opening, reader: Reader, nok: State): State {
  const { take } = taker;
  const body: State = (code) => {
    if (code === null) return reader.onEnd(code);
    if (isLineEnding(code)) return reader.onLineEnding(code);
    if (taker.tex.length > MAX_FORMULA_LENGTH) return nok(code);
    take(code);
    if (code === BACKSLASH) return escaped;
    return code === DOLLAR && marks === 'dollars' ? secondDollar : body;
  };
  const escaped: State = (code) => {
    if (code === null || isLineEnding(code)) return body(code);
    if (marks !== 'dollars' && (code === ROUND || code === SQUARE)) return nok(code);
    take(code);
    return marks !== 'dollars' && code === last ? close() : body;
  };
  const secondDollar: State = (code) => {
    if (code !== DOLLAR) return body(code);
    take(code);
    return close();
  };
  const close = () => {
    taker.tex = taker.tex.slice(0, -2);
    return reader.onClosed;
  };
  return body;
}

function tokenizeInLine(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const { previous } = this;
  const isGlued =
    previous !== null && previous > 0 && /[\p{L}\p{N}]/u.test(String.fromCodePoint(previous));
  const taker = createTaker(effects);
  const start = readOpening(effects, taker, read, nok);
  return (code) => (code === DOLLAR && previous === DOLLAR ? nok(code) : start(code));

  function read(opening: Opening): State {
    const body: State = createBody(taker, opening, { onEnd: nok, onLineEnding, onClosed }, nok);
    function onLineEnding(code: Code): State | undefined {
      taker.takeLineEnding(code);
      return body;
    }
    function onClosed(code: Code): State | undefined {
      const { tex } = taker;
      if (!isFormula(tex, { marks: opening.marks, isApart: false, isGlued })) return nok(code);
      taker.endText();
      effects.exit('formula').formula = { tex: tex.trim(), isDisplay: opening.marks === 'square' };
      return ok(code);
    }
    return body;
  }
}

function tokenizeApart(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const isInterrupting = Boolean(this.interrupt);
  const isLazy = () => Boolean(this.parser.lazy[this.now().line]);
  const taker = createTaker(effects);
  let tex: string | undefined;
  let tail = '';
  /** Where the line that is read begins in `tex`. */
  let lineStart = 0;
  let lines = 1;
  let hasBlank = false;
  return readOpening(effects, taker, read, nok);

  function read({ marks, last }: Opening): State {
    if (marks === 'round') return nok;
    const body: State = createBody(taker, { marks, last }, { onEnd, onLineEnding, onClosed }, nok);
    return body;

    function onEnd(code: Code): State | undefined {
      return beginsFormula(taker.tex) && !isInterrupting
        ? finish(code, { isOpen: true })
        : nok(code);
    }
    function onLineEnding(code: Code): State | undefined {
      const line = taker.tex.slice(lineStart);
      if (isInterrupting) return line.trim() === '' || beginsFormula(line) ? ok(code) : nok(code);
      if (!canGoOn(line)) return nok(code);
      taker.takeLineEnding(code);
      lineStart = taker.tex.length;
      lines++;
      return (next) => (isLazy() ? nok(next) : body(next));
    }
    /** TeX forbids blank lines, models write them: only an evident formula continues after one. */
    function canGoOn(line: string): boolean {
      if (lines > 1 && line.trim() === '') hasBlank = true;
      if (!hasBlank) return true;
      return beginsFormula(taker.tex) && !/^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>|```)/.test(line);
    }
    function onClosed(code: Code): State | undefined {
      tex ??= taker.tex;
      if (code !== null && !isLineEnding(code)) {
        tail += toText(code);
        taker.take(code);
        return onClosed;
      }
      const isAlone = /^\s*[.,;:!?]?\s*$/.test(tail);
      if (!isAlone && lines === 1) return nok(code);
      if (!isFormula(tex, { marks, isApart: true, isGlued: false })) return nok(code);
      return finish(
        code,
        isAlone ? { tex: tex.trim() + tail.trim() } : { tex: tex.trim(), tail: tail.trim() },
      );
    }
  }
  function finish(code: Code, more: Partial<Formula>): State | undefined {
    taker.endText();
    effects.exit('formula').formula = { tex: taker.tex.trim(), isDisplay: true, ...more };
    return ok(code);
  }
}

/** micromark's codes below zero: -5 to -3 are line endings, -2 is a tab, -1 fills it up. */
const isLineEnding = (code: Code) => code !== null && code < -2;
const toText = (code: Code) =>
  code === null || code === -1
    ? ''
    : code < 0
      ? code === -2
        ? '\t'
        : '\n'
      : String.fromCharCode(code);
