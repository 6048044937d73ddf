import { createObservable, type Observable } from './observable.ts';

/** What a browser tells of its connection (Network Information API); some tell nothing. */
export interface ConnectionFacts {
  /** The visitor has asked for little data. */
  readonly saveData?: boolean;
  /** Such as "wifi" or "cellular". */
  readonly type?: string;
  /** The kind of mobile connection that it feels like: "slow-2g", "2g", "3g" or "4g". */
  readonly effectiveType?: string;
  /** Mbit/s. */
  readonly downlink?: number;
}

/** Paid by the byte, mostly. */
const METERED: readonly unknown[] = ['cellular', 'bluetooth', 'wimax'];
const SLOW: readonly unknown[] = ['slow-2g', '2g', '3g'];
/** Browsers that have measured nothing yet say 1.4 and more. */
const MIN_MBIT_PER_SECOND = 1;

/**
 * Whether nothing large is to be fetched unless someone asks for it. An unknown connection is
 * assumed to be good.
 */
export function shouldSaveData({
  saveData,
  type,
  effectiveType,
  downlink,
}: ConnectionFacts): boolean {
  // Without a network it says 0: then there is nothing to be spared.
  const isSlow =
    SLOW.includes(effectiveType) ||
    (downlink !== undefined && downlink > 0 && downlink < MIN_MBIT_PER_SECOND);
  return saveData === true || METERED.includes(type) || isSlow;
}

/** The same for this browser, as it changes. */
export function watchDataSaver(
  connection = (navigator as Navigator & { connection?: ConnectionFacts & EventTarget }).connection,
): Observable<boolean> {
  const isSavingData = createObservable(connection !== undefined && shouldSaveData(connection));
  connection?.addEventListener('change', () =>
    isSavingData.update(() => shouldSaveData(connection)),
  );
  return isSavingData;
}
