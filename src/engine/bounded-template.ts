import { Environment, Interpreter, Template } from '@huggingface/jinja';
import { EngineError } from './errors.ts';

/**
 * Statements and expressions that a template may evaluate. A conversation of a thousand messages
 * takes fewer; as many take about a second.
 */
const MAX_STEPS = 300_000;
/** Of them inside one another: a macro may call itself. */
const MAX_DEPTH = 1_000;
/** Characters of the prompt and of any text on the way to it: more than any model reads. */
const MAX_CHARACTERS = 4_000_000;
/** Of any list, so also of `range`. */
const MAX_ITEMS = 100_000;

type Statement = Parameters<Interpreter['evaluate']>[0];
type RuntimeValue = ReturnType<Interpreter['evaluate']>;

/**
 * A chat template, which comes with a model and is a program: it ends after a number of steps, and
 * what it makes has a greatest length. `render` throws `limit_exceeded` with a sentence where it
 * would take more, and what the template itself raises.
 */
export class BoundedTemplate extends Template {
  override render(items: Record<string, unknown> = {}): string {
    const environment = new Environment();
    for (const [name, value] of Object.entries({ ...GLOBALS, ...items }))
      environment.set(name, value);
    return String(new BoundedInterpreter(environment).run(this.parsed).value);
  }
}

class BoundedInterpreter extends Interpreter {
  #steps = 0;
  #depth = 0;

  override evaluate(statement: Statement, environment: Environment): RuntimeValue {
    if (++this.#steps > MAX_STEPS) throw exceed(`it took more than ${count(MAX_STEPS)} steps`);
    if (++this.#depth > MAX_DEPTH) throw exceed('its calls lie too deep');
    const result = super.evaluate(statement, environment);
    this.#depth--;
    checkSize(result.value);
    return result;
  }
}

function checkSize(value: unknown): void {
  if (typeof value === 'string' && value.length > MAX_CHARACTERS)
    throw exceed(`it wrote more than ${count(MAX_CHARACTERS)} characters`);
  if (Array.isArray(value) && value.length > MAX_ITEMS)
    throw exceed(`it made a list of more than ${count(MAX_ITEMS)} items`);
}

const count = (value: number) => value.toLocaleString('en');

function exceed(how: string): EngineError {
  return new EngineError(
    'limit_exceeded',
    `The model's chat template was stopped: ${how}. Choose another model, or another build of this one.`,
  );
}

/** What a template finds beside its data, as `Template` has it. */
const GLOBALS: Readonly<Record<string, unknown>> = {
  ...{ true: true, True: true, false: false, False: false, none: null, None: null },
  raise_exception(message: string) {
    throw new Error(message);
  },
  range: listRange,
  strftime_now: (format: string) => writeTime(new Date(), format),
};

/** As in Python; checked before it is made. */
function listRange(first: number, second?: number, step = 1): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!(length <= MAX_ITEMS)) throw exceed(`it made a list of more than ${count(MAX_ITEMS)} items`);
  return Array.from({ length }, (_, index) => start + index * step);
}

/** The part of C's `strftime` that templates use, in English, as their models were trained. */
function writeTime(date: Date, format: string): string {
  const word = (options: Intl.DateTimeFormatOptions) => date.toLocaleDateString('en', options);
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getFullYear()),
    m: () => two(date.getMonth() + 1),
    d: () => two(date.getDate()),
    b: () => word({ month: 'short' }),
    B: () => word({ month: 'long' }),
    a: () => word({ weekday: 'short' }),
    A: () => word({ weekday: 'long' }),
    H: () => two(date.getHours()),
    M: () => two(date.getMinutes()),
    S: () => two(date.getSeconds()),
    '%': () => '%',
  };
  return format.replace(/%([YmdbBaAHMS%])/g, (_, letter: string) => parts[letter]?.() ?? '');
}
