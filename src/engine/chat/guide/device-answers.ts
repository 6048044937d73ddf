/** What is known about the device; unknown facts are left out. */
export interface DeviceFacts {
  /** Name of the graphics adapter, such as `Radeon 780M`. */
  gpu?: string;
  hasWebGpu?: boolean;
  /** Whether the adapter has shader-f16. */
  hasF16?: boolean;
  memoryGb?: number;
  freeStorageGb?: number;
  isOnline?: boolean;
}

/**
 * The answer to a question about this very device, from its facts. `textId` is the id of the
 * guide's text that was found. `undefined` when the text is of another kind or the facts do not
 * suffice; then its own words are the answer.
 */
export function answerFromFacts(textId: string, facts: DeviceFacts): string | undefined {
  switch (textId) {
    case 'which-chat-model':
      return recommendChatModel(facts);
    case 'which-image-model':
      return recommendImageModel(facts);
    case 'my-f16':
      return describeF16(facts);
    case 'my-storage':
      return describeStorage(facts);
    case 'my-connection':
      return describeConnection(facts);
    case 'my-device':
      return describeDevice(facts);
    default:
      return undefined;
  }
}

function recommendChatModel({ hasWebGpu, hasF16, memoryGb }: DeviceFacts): string | undefined {
  if (hasWebGpu === false)
    return 'Without WebGPU, take the smallest chat model: half a billion parameters in 4-bit, about 0.4 GB.';
  if (memoryGb === undefined) return undefined;
  const size =
    chatModelSizes.find(({ upToGb }) => memoryGb <= upToGb)?.size ??
    '7 to 8 billion parameters in 4-bit, about 5 GB';
  return `With ${memoryGb} GB of memory, take a chat model of ${size}.${nameBuild(hasF16)}`;
}

const chatModelSizes = [
  { upToGb: 4, size: 'half a billion parameters in 4-bit, about 0.4 GB' },
  { upToGb: 8, size: '1 to 1.5 billion parameters in 4-bit, about 1 GB' },
  { upToGb: 16, size: '3 billion parameters in 4-bit, about 2 GB' },
];

function recommendImageModel({ hasWebGpu, hasF16, memoryGb }: DeviceFacts): string | undefined {
  if (hasWebGpu === false)
    return 'Without WebGPU, stay with the built-in stickers: larger image models would take minutes.';
  if (memoryGb === undefined) return undefined;
  if (memoryGb <= 4)
    return `With ${memoryGb} GB of memory, stay with the built-in stickers: larger image models will not fit.`;
  const size =
    memoryGb <= 8
      ? 'a small one-step image model, about 1 GB'
      : memoryGb <= 16
        ? 'a model like SD-Turbo, about 2 GB'
        : 'SDXL, about 5 GB';
  return `With ${memoryGb} GB of memory, take ${size}.${nameBuild(hasF16)}`;
}

function nameBuild(hasF16: boolean | undefined): string {
  if (hasF16 === undefined) return '';
  return hasF16
    ? ' Your GPU has f16, so take the q4f16 build.'
    : ' Your GPU has no f16, so take a q4 build.';
}

function describeF16({ hasWebGpu, hasF16 }: DeviceFacts): string | undefined {
  if (hasF16 === undefined || hasWebGpu === false) return undefined;
  return hasF16
    ? 'Yes, your GPU has f16: q4f16 builds take less memory and are faster here.'
    : 'No, there is no f16 on this device. q4 builds work, a bit slower.';
}

function describeStorage({ freeStorageGb }: DeviceFacts): string | undefined {
  return freeStorageGb === undefined
    ? undefined
    : `There are ${Math.floor(freeStorageGb)} GB free for this browser. **Models** shows what each model takes.`;
}

function describeConnection({ isOnline }: DeviceFacts): string | undefined {
  if (isOnline === undefined) return undefined;
  return isOnline ? 'You are online.' : 'You are offline. Everything you downloaded works.';
}

function describeDevice({ gpu, hasWebGpu, hasF16, memoryGb }: DeviceFacts): string | undefined {
  const parts = [
    gpu === undefined ? [] : [`the GPU ${gpu}`],
    hasWebGpu === undefined ? [] : [hasWebGpu ? 'WebGPU' : 'no WebGPU'],
    hasF16 === undefined || hasWebGpu === false ? [] : [hasF16 ? 'f16' : 'no f16'],
    memoryGb === undefined ? [] : [`${memoryGb} GB of memory`],
  ].flat();
  if (parts.length === 0) return undefined;
  const list =
    parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `You have ${list}. **Models** marks every model that fits.`;
}
