/**
 * A value that can be watched: the shape of a zustand store, so that `useStore` reads it, without
 * the library.
 */
export interface Observable<T> {
  getState(): T;
  getInitialState(): T;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (state: T, previous: T) => void): () => void;
}

export interface WritableObservable<T> extends Observable<T> {
  update(change: (state: T) => T): void;
}

export function createObservable<T>(initial: T): WritableObservable<T> {
  let state = initial;
  const listeners = new Set<(state: T, previous: T) => void>();
  return {
    getState: () => state,
    getInitialState: () => initial,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    update(change) {
      const previous = state;
      state = change(previous);
      if (!Object.is(state, previous)) for (const listener of listeners) listener(state, previous);
    },
  };
}

/** The first value that is not `null`. */
export function whenKnown<T>(observable: Observable<T | null>): Promise<T> {
  return new Promise((resolve) => {
    const value = observable.getState();
    if (value !== null) return resolve(value);
    const unsubscribe = observable.subscribe((next) => {
      if (next === null) return;
      unsubscribe();
      resolve(next);
    });
  });
}
