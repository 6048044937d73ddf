/**
 * A `Function` for Emscripten's embind under a policy that forbids code made from text
 * (`script-src` without `unsafe-eval`). Embind makes two kinds of functions that way, both of a
 * fixed form: what it puts between their parts is done here by closures. Any other text throws, as
 * the policy would. Import before the module that embind is in.
 */

type AnyFunction = (this: unknown, ...values: never[]) => unknown;
type Parts = Readonly<Record<string, (...values: unknown[]) => unknown>>;

/** Calls a function of the module: its arguments to the wire, its result back. */
function makeInvoker(parts: Parts, body: string): AnyFunction {
  const names = Object.keys(parts);
  const converters = names.filter((name) => /^toArg\d+Wire$/.test(name));
  const destroyers = names.filter((name) => name.endsWith('_dtor'));
  const hasThis = body.includes('var thisWired');
  const collects = body.includes('var destructors');
  const hasResult = body.includes('var ret');
  return function (this: unknown, ...values: unknown[]) {
    const destructors: unknown[] | null = collects ? [] : null;
    const stack = parts['stackSave']?.();
    const wired: Record<string, unknown> = {};
    let result: unknown;
    try {
      if (hasThis) wired['thisWired'] = parts['toClassParamWire']?.(destructors, this);
      for (const [index, name] of converters.entries())
        wired[`arg${index}Wired`] = parts[name]?.(destructors, values[index]);
      result = parts['invoker']?.(parts['fn'], ...Object.values(wired));
    } finally {
      if (parts['stackRestore']) parts['stackRestore'](stack);
    }
    if (collects) parts['runDestructors']?.(destructors);
    else for (const name of destroyers) parts[name]?.(wired[name.slice(0, -'_dtor'.length)]);
    return hasResult ? parts['fromRetWire']?.(result) : undefined;
  };
}

const ARGUMENT_BYTES = 8;

/** Calls a value of JavaScript with arguments that lie in the module's memory. */
function makeMethodCaller(parts: Parts, body: string): AnyFunction {
  const readers = Object.keys(parts).filter((name) => name.startsWith('argFromPtr'));
  const call = (handle: unknown, methodName: unknown, values: unknown[]): unknown => {
    if (!body.includes('toValue(handle)')) return values.at(-1);
    const target = parts['toValue']?.(handle);
    if (body.includes('new (toValue(handle))'))
      return Reflect.construct(target as AnyFunction, values);
    const name = parts['getStringOrSymbol']?.(methodName) as string | undefined;
    const method = name === undefined ? target : (target as Record<string, unknown>)[name];
    return Reflect.apply(method as AnyFunction, name === undefined ? undefined : target, values);
  };
  return (handle: unknown, methodName: unknown, destructors: unknown, pointer: number) => {
    const values = readers.map((name, index) => parts[name]?.(pointer + index * ARGUMENT_BYTES));
    const result = call(handle, methodName, values);
    return parts['emval_returnValue']?.(parts['toReturnWire'], destructors, result);
  };
}

function makeFunction(names: readonly string[], body: string): AnyFunction {
  const make = body.includes('invoker(fn')
    ? makeInvoker
    : body.startsWith('return function (handle, methodName')
      ? makeMethodCaller
      : undefined;
  if (!make) throw new EvalError('Code is not made from text here.');
  return (...values) =>
    make(Object.fromEntries(names.map((name, index) => [name, values[index]])) as never, body);
}

function makeFromText(given: readonly unknown[]): AnyFunction {
  return makeFunction(given.slice(0, -1).flat().map(String), String(given.at(-1) ?? ''));
}

globalThis.Function = new Proxy(globalThis.Function, {
  construct: (_, given: unknown[]) => makeFromText(given),
  // Minifiers leave `new` out.
  apply: (_, __, given: unknown[]) => makeFromText(given),
});
