/**
 * Samplers as other programs call them. Theirs: name of the sampler and of the spacing of its noise
 * levels.
 */
interface Titles {
  sampler: string;
  schedule?: string;
  /** What others write for it, as `simplify` leaves it, where that is not `sampler` itself. */
  others?: readonly string[];
}

const TITLES: Readonly<Record<string, Titles>> = {
  euler: { sampler: 'Euler', others: ['eulerdiscrete'] },
  'euler-ancestral': { sampler: 'Euler a', others: ['eulerancestral'] },
  ddim: { sampler: 'DDIM', others: ['ddimv3'] },
  'dpmpp-2m': { sampler: 'DPM++ 2M' },
  'dpmpp-2m-karras': { sampler: 'DPM++ 2M', schedule: 'Karras' },
  'dpmpp-2m-sde': { sampler: 'DPM++ 2M SDE' },
  'dpmpp-2m-sde-karras': { sampler: 'DPM++ 2M SDE', schedule: 'Karras' },
  unipc: { sampler: 'UniPC', others: ['unipcbh2'] },
  lcm: { sampler: 'LCM' },
  'flow-euler': { sampler: 'Euler', schedule: 'Simple' },
};

/** AUTOMATIC1111's names of one of our samplers; a name that is not ours stays as it is. */
export function titleOf(scheduler: string): Pick<Titles, 'sampler' | 'schedule'> {
  return Object.hasOwn(TITLES, scheduler) ? (TITLES[scheduler] as Titles) : { sampler: scheduler };
}

/**
 * Our name for another program's: AUTOMATIC1111's "DPM++ 2M Karras", sd.cpp's "dpm++2m karras",
 * ComfyUI's "dpmpp_2m", InvokeAI's "dpmpp_2m_k". The spacing stands in the name or apart from it.
 * Unknown ones stay as they are.
 */
export function nameOfTitle(sampler: string, schedule: string | undefined): string {
  const simple = simplify(sampler);
  const bare = simple.replace(/karras$/, '').replace(/(?<=dpm\+\+2m(sde)?)k$/, '');
  const isKarras = schedule?.trim().toLowerCase() === 'karras' || bare !== simple;
  const found = Object.entries(TITLES).filter(
    ([name, { sampler: title, others }]) =>
      name !== 'flow-euler' && (simplify(title) === bare || others?.includes(bare)),
  );
  return (
    (found.find(([, titles]) => (titles.schedule === 'Karras') === isKarras) ?? found[0])?.[0] ??
    sampler
  );
}

/** Our name for ComfyUI's sampler_name and scheduler. */
export function nameOfComfy(sampler: string, schedule: string | undefined): string {
  const name = nameOfTitle(sampler.replace(/_(gpu|cfg_pp)$/, ''), schedule);
  return Object.hasOwn(TITLES, name) ? name : sampler;
}

/**
 * Names differ in spaces, underscores, capitals, in how they write "++", and in the "k_" of
 * k-diffusion.
 */
function simplify(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .replace(/^k(?=euler|dpm)/, '')
    .replace('dpmpp', 'dpm++')
    .replace(/gpu$/, '');
}
