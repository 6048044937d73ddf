import type { BridgeTarget, PageOffer, PageQuestion, WantedAnswer } from './bridge-messages.ts';

/** A page that hides behind others, or is still loading, may take its time. */
const FIRST_WITHIN_MS = 10_000;
/** Once one can answer, the others have so long to be better. */
const OTHERS_WITHIN_MS = 300;

/** What a page has, as far as it decides who answers. */
export interface PageModels {
  /** In memory, by what they are for. */
  resident: Readonly<Partial<Record<string, string>>>;
  /** The task of the request's route. */
  task: string | undefined;
}

/** How well a page can answer: best with the model in memory, then with another of its kind. */
export function rankPage({ model }: WantedAnswer, { resident, task }: PageModels): number {
  if (model !== undefined && Object.values(resident).includes(model)) return 2;
  return task !== undefined && resident[task] !== undefined ? 1 : 0;
}

/**
 * The page that answers best; of several, the first. None where nobody answers. `pages`: the most
 * recently used first.
 */
export async function choosePage<P extends BridgeTarget>(
  pages: readonly P[],
  wanted: WantedAnswer,
): Promise<P | undefined> {
  const ranks: (number | undefined)[] = pages.map(() => undefined);
  const asked = pages.map(async (page, index) => {
    ranks[index] = (await askPage(page, wanted)).rank;
  });
  if (!(await isInTime(Promise.any(asked), FIRST_WITHIN_MS))) return undefined;
  await isInTime(Promise.all(asked), OTHERS_WITHIN_MS);
  const best = Math.max(...ranks.map((rank) => rank ?? -1));
  return pages[ranks.indexOf(best)];
}

function askPage(page: BridgeTarget, wanted: WantedAnswer): Promise<PageOffer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<PageOffer>) => {
      port1.close();
      resolve(data);
    };
    page.postMessage({ type: 'api-ask', wanted, port: port2 } satisfies PageQuestion, [port2]);
  });
}

async function isInTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
