/** Samplers as other programs call them. Theirs: name of the sampler and of the spacing of its noise levels. */
interface Titles {
  sampler: string;
  schedule?: string;
  comfy: string;
}

const TITLES: Readonly<Record<string, Titles>> = {
  euler: { sampler: 'Euler', comfy: 'euler' },
  'euler-ancestral': { sampler: 'Euler a', comfy: 'euler_ancestral' },
  ddim: { sampler: 'DDIM', comfy: 'ddim' },
  'dpmpp-2m': { sampler: 'DPM++ 2M', comfy: 'dpmpp_2m' },
  'dpmpp-2m-karras': { sampler: 'DPM++ 2M', schedule: 'Karras', comfy: 'dpmpp_2m' },
  'dpmpp-2m-sde': { sampler: 'DPM++ 2M SDE', comfy: 'dpmpp_2m_sde' },
  'dpmpp-2m-sde-karras': { sampler: 'DPM++ 2M SDE', schedule: 'Karras', comfy: 'dpmpp_2m_sde' },
  unipc: { sampler: 'UniPC', comfy: 'uni_pc' },
  lcm: { sampler: 'LCM', comfy: 'lcm' },
  'flow-euler': { sampler: 'Euler', schedule: 'Simple', comfy: 'euler' },
};

/** AUTOMATIC1111's names of one of our samplers; a name that is not ours stays as it is. */
export function titleOf(scheduler: string): Pick<Titles, 'sampler' | 'schedule'> {
  return TITLES[scheduler] ?? { sampler: scheduler };
}

/** Our name for AUTOMATIC1111's; older versions wrote the spacing into the name. Unknown ones stay as they are. */
export function nameOfTitle(sampler: string, schedule: string | undefined): string {
  const isKarras = schedule === 'Karras' || / Karras$/.test(sampler);
  return find(({ sampler: title }) => title === sampler.replace(/ Karras$/, ''), isKarras) ?? sampler;
}

/** Our name for ComfyUI's sampler_name and scheduler. */
export function nameOfComfy(sampler: string, schedule: string | undefined): string {
  return find(({ comfy }) => sampler.replace(/_(gpu|bh2|cfg_pp)$/, '') === comfy, schedule === 'karras') ?? sampler;
}

function find(matches: (titles: Titles) => boolean, isKarras: boolean): string | undefined {
  const found = Object.entries(TITLES).filter(([, titles]) => matches(titles));
  const [name] = found.find(([, { schedule }]) => (schedule === 'Karras') === isKarras) ?? found[0] ?? [];
  return name;
}
