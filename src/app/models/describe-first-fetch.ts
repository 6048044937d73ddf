import { findModel } from '../../engine-client/models/list-models.ts';
import {
  chooseDevice,
  type BrowserDevice,
  type DeviceInfo,
  type DevicePreference,
} from '../../engine/device.ts';
import {
  measureFirstFetch,
  type TransferSizes,
} from '../../engine/models/load/measure-first-fetch.ts';
import { defaultVoices, type ModelManifest } from '../../engine/models/manifest.ts';
import {
  chooseBuild,
  chooseStoredBuild,
  type ChosenBuild,
} from '../../engine/models/load/choose-build.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import { splitVoiceMix } from '../../features/speech/voices/voice-parts.ts';
import { formatBytes } from '../../ui/format.ts';
import { RUNTIME_FILES } from '../../../workers/runtime-files.ts';
import { RUNTIME_CACHE } from '../../../workers/service-worker-messages.ts';
import type { Studio } from '../studio.ts';
import { readVoice, TASK_MODELS, type ChosenTask } from './model-readiness.ts';

interface FirstUse {
  task: ChosenTask;
  model: string;
  installed: readonly InstalledModel[];
  device: DeviceInfo;
}

/** Less is not worth a word. */
const WORTH_SAYING_BYTES = 100_000;

/**
 * "Downloads 9.4 MB first"; empty if the model and what it runs on are here, or where it is not
 * here to be used.
 */
export async function describeFirstFetch(studio: Studio, use: FirstUse): Promise<string> {
  const { task, model, installed, device } = use;
  const manifest = findModel(studio.models.state.getState(), task, model);
  const here = installed.find((each) => each.manifest.id === model);
  const settings = studio.settings.getState();
  if (!manifest || (!here && manifest.origin !== 'built-in')) return '';
  const build = chooseBuildToUse(manifest, here, device, settings.device);
  if (!build) return '';
  const chosen = splitVoiceMix(readVoice(settings, model)).map(({ id }) => id);
  const bytes = measureFirstFetch({
    manifest,
    dtype: build.variant.dtype,
    voices: chosen.length > 0 ? chosen : defaultVoices(manifest),
    installed: here,
    ...(await listProgramFiles(studio, task, manifest, build.device)),
  });
  return bytes < WORTH_SAYING_BYTES ? '' : `Downloads ${formatBytes(bytes)} first`;
}

/** What will be loaded: a build that is here, or else the one that is still to come. */
function chooseBuildToUse(
  manifest: ModelManifest,
  here: InstalledModel | undefined,
  machine: DeviceInfo,
  preference: DevicePreference,
): ChosenBuild | undefined {
  const device = chooseDevice(machine, preference);
  const { adapter } = machine;
  const stored =
    here &&
    device &&
    chooseStoredBuild({ manifest, dtypes: here.dtypes }, { device, adapter, preference });
  return stored || chooseBuild(manifest, machine, preference);
}

/**
 * Which files of the program are still to come, what the build says of their sizes, and whether
 * this host sends them compressed.
 */
async function listProgramFiles(
  studio: Studio,
  task: ChosenTask,
  { engine }: ModelManifest,
  device: BrowserDevice,
) {
  const response = await fetch('transfer-sizes.json');
  const sizes = (response.ok ? await response.json().catch(() => ({})) : {}) as TransferSizes;
  const isCompressed = response.headers.has('content-encoding');
  const runtime = Object.values(RUNTIME_FILES[device]).map((url) =>
    url.slice(new URL('.', document.baseURI).href.length),
  );
  const needsRuntime = !HAS_NO_RUNTIME.includes(engine) && !(await isRuntimeHere(studio, device));
  const worker = `assets/${TASK_MODELS[task].client}.worker-`;
  // Once the service worker is in charge it has them.
  const workers = navigator.serviceWorker.controller
    ? []
    : Object.keys(sizes).filter((path) => path.startsWith(worker));
  return { sizes, isCompressed, programFiles: [...workers, ...(needsRuntime ? runtime : [])] };
}

/** The built-in voice is a program of its own, and so is web-llm. */
const HAS_NO_RUNTIME: readonly string[] = ['flite', 'web-llm'];

async function isRuntimeHere({ chat, diffusion }: Studio, device: BrowserDevice): Promise<boolean> {
  if (
    [chat.resident.getState(), diffusion.resident.getState()].some(
      (resident) => resident?.device === device,
    )
  )
    return true;
  return (await caches.open(RUNTIME_CACHE))
    .match(RUNTIME_FILES[device].wasm)
    .then((kept) => kept !== undefined);
}
