import { espeakNameOf } from '../espeak-names.ts';

/**
 * Piper's voices in a short form, since there are so many: the list is on the first page. Language,
 * then each voice with its qualities, and with its number of speakers where that is more than one.
 */
const VOICES = `
en_US lessac:medium,high,low amy:medium,low arctic:medium/18 bryce:medium danny:low hfc_female:medium hfc_male:medium joe:medium john:medium kathleen:low kristin:medium kusal:medium l2arctic:medium/24 libritts:high/904 libritts_r:medium/904 ljspeech:medium,high norman:medium ryan:high,medium,low
en_GB alan:medium,low alba:medium aru:medium/12 cori:medium,high jenny_dioco:medium northern_english_male:medium semaine:medium/4 southern_english_female:low vctk:medium/109
ar_JO kareem:medium,low
bg_BG dimitar:medium
ca_ES upc_ona:medium,x_low upc_pau:x_low
cs_CZ jirka:medium
cy_GB gwryw_gogleddol:medium
da_DK talesyntese:medium
de_DE thorsten:medium,high,low thorsten_emotional:medium/8 eva_k:x_low karlsson:low kerstin:low pavoque:low ramona:low
el_GR rapunzelina:low
es_AR daniela:high
es_ES davefx:medium carlfm:x_low mls_10246:low mls_9972:low sharvard:medium/2
es_MX ald:medium claude:high
eu_ES antton:medium maider:medium
fa_IR amir:medium gyro:medium
fi_FI harri:medium,low
fr_FR siwis:medium,low gilles:low mls_1840:low tom:medium upmc:medium/2
hi_IN pratham:medium priyamvada:medium rohan:medium
hu_HU anna:medium berta:medium imre:medium
id_ID news_tts:medium
is_IS bui:medium salka:medium steinn:medium ugla:medium
it_IT paola:medium riccardo:x_low
ka_GE natia:medium
kk_KZ issai:high/6 iseke:x_low raya:x_low
lb_LU marylux:medium
lv_LV aivars:medium
ml_IN arjun:medium meera:medium
ne_NP google:medium/18,x_low/18
nl_BE nathalie:medium,x_low rdh:medium,x_low
nl_NL mls_5809:low mls_7432:low pim:medium ronnie:medium
no_NO talesyntese:medium
pl_PL darkman:medium gosia:medium mls_6892:low
pt_BR faber:medium cadu:medium edresson:low jeff:medium
pt_PT tugão:medium
ro_RO mihai:medium
ru_RU denis:medium dmitri:medium irina:medium ruslan:medium
sk_SK lili:medium
sl_SI artur:medium
sr_RS serbski_institut:medium/2
sv_SE nst:medium lisa:medium
sw_CD lanfrica:medium
te_IN maya:medium padmavathi:medium venkatesh:medium
tr_TR dfki:medium fahrettin:medium fettah:medium
uk_UA ukrainian_tts:medium/3 lada:x_low
vi_VN vais1000:medium 25hours_single:low vivos:x_low/65
zh_CN huayan:medium,x_low`;

/** Where the data's licence is known; each other voice has it in its MODEL_CARD. */
const LICENCES: Readonly<Record<string, string>> = {
  davefx: 'CC0',
  joe: 'CC0',
  thorsten: 'CC0',
  thorsten_emotional: 'CC0',
  l2arctic: 'CC-BY-NC-4.0',
  lessac: 'research only',
  libritts: 'CC-BY-4.0',
  libritts_r: 'CC-BY-4.0',
  ljspeech: 'public domain',
  siwis: 'CC-BY-4.0',
  upmc: 'CC-BY-SA',
  vctk: 'CC-BY-4.0',
};

const UNKNOWN_LICENCE = 'see its MODEL_CARD';

/** Words of names that are not in small letters. */
const WRITTEN: Readonly<Record<string, string>> = {
  aru: 'ARU',
  dfki: 'DFKI',
  dioco: 'Dioco',
  english: 'English',
  hfc: 'HFC',
  mls: 'MLS',
  nst: 'NST',
  ona: 'Ona',
  pau: 'Pau',
  rdh: 'RDH',
  tts: 'TTS',
  upc: 'UPC',
  upmc: 'UPMC',
  vctk: 'VCTK',
};

/** Older and smaller voices speak at 16 kHz. */
const LOW_RATE = 16_000;

/** What a voice of each quality weighs, until the hub has been asked. */
export const PIPER_BYTES: Readonly<Record<string, number>> = {
  x_low: 25e6,
  low: 63e6,
  medium: 63e6,
  high: 114e6,
};

/** The voice of a key such as `en_US-libritts-high`, as the catalogue describes it. */
export function describePiperVoice(key: string, speakers = 1) {
  const [locale = '', name = '', quality = ''] = key.split('-');
  const path = `${locale.split('_')[0]}/${locale}/${name}/${quality}/${key}.onnx`;
  return {
    id: key,
    name: `${nameForPeople(name)} (${quality.replace('_', '-')})`,
    language: locale.replace('_', '-').toLowerCase(),
    phonemes: espeakNameOf(locale),
    gender: 'neutral',
    quality,
    licence: LICENCES[name.startsWith('mls') ? 'libritts' : name] ?? UNKNOWN_LICENCE,
    ...(speakers > 1 ? { speakers } : {}),
    ...(quality.endsWith('low') ? { sampleRate: LOW_RATE } : {}),
    file: { path },
    config: { path: `${path}.json` },
  };
}

/** `northern_english_male` is "Northern English male", `mls_5809` "MLS 5809". */
function nameForPeople(name: string): string {
  const [first = '', ...rest] = name
    .split('_')
    .map((word) => WRITTEN[word] ?? word)
    .join(' ');
  return `${first.toUpperCase()}${rest.join('')}`;
}

function listVoices() {
  return VOICES.trim()
    .split('\n')
    .flatMap((line) => {
      const [locale = '', ...voices] = line.split(' ');
      return voices.flatMap((voice) => {
        const [name = '', qualities = ''] = voice.split(':');
        return qualities.split(',').map((each) => {
          const [quality = '', speakers] = each.split('/');
          return describePiperVoice(`${locale}-${name}-${quality}`, Number(speakers ?? 1));
        });
      });
    });
}

const voices = listVoices();

/** Piper's entry of the catalogue. */
export default {
  id: 'rhasspy/piper-voices',
  title: 'Piper',
  summary: 'A voice of its own for each of over forty languages, quick without a GPU.',
  task: 'speech',
  engine: 'piper',
  origin: 'hub',
  repository: 'rhasspy/piper-voices',
  revision: 'main',
  licence: 'MIT; each voice has its own',
  files: [],
  variants: [
    {
      dtype: 'fp32',
      devices: ['wasm'],
      files: [{ path: 'voices.json', isOptional: true }],
      approximateBytes: 63e6,
    },
  ],
  sampleRate: 22050,
  voices,
  languages: [...new Set(voices.map(({ language }) => language))],
  canMixVoices: false,
  phonemizer: 'triptych/espeak-ng',
};
