import {
  Crop,
  Droplet,
  FileOutput,
  FlipHorizontal2,
  Focus,
  Frame,
  LayoutTemplate,
  Maximize2,
  RotateCw,
  Scaling,
  ScanEye,
  ScanSearch,
  Scissors,
  ShieldCheck,
  Shrink,
  WandSparkles,
} from 'lucide-react';
import {
  describeOptions,
  type OptionFacts,
  type Word,
} from '../../../engine/image-ops/describe-options.ts';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import type { StepOptions } from './chain-store.ts';
import type { FieldLook, FieldLooks, OperationLook, OperationVariant } from './look.ts';
import { OVERLAY_LOOK, WATERMARK_LOOK } from './text-looks.ts';

const BACKGROUND: FieldLook = { label: 'Background', kind: 'colour' };
const QUALITY: FieldLook = { label: 'Quality', kind: 'slider' };
const SIDE = { unit: 'px' };
const FORMATS = {
  webp: 'WebP',
  avif: 'AVIF',
  jpeg: 'JPEG',
  png: 'PNG',
  jxl: 'JPEG XL',
  gif: 'GIF',
  ico: 'ICO',
};
const PERCENT = { unit: '%', unitSize: 0.01 };
const FOCAL_POINT: FieldLook = {
  label: 'The same focal point in all',
  hint: 'Otherwise it is found in each picture, where you can move it.',
  begin: { x: 0.5, y: 0.5 },
  fields: {
    x: { label: 'From the left', ...PERCENT },
    y: { label: 'From the top', ...PERCENT },
  },
};

/** How operations look. One without a line gets a plain form that its schema describes. */
const LOOKS: Readonly<Record<string, OperationLook>> = {
  optimize: {
    title: 'Optimize',
    help: 'Small WebP files that look the same to most people.',
    icon: Shrink,
    fields: { quality: QUALITY },
  },
  convert: {
    title: 'Convert',
    help: 'Another format, a quality, or a size in kilobytes.',
    icon: FileOutput,
    begin: { format: 'webp' },
    fields: {
      format: {
        label: 'Format',
        words: FORMATS,
      },
      quality: { label: 'Quality', hint: 'Empty: what suits the format.' },
      targetBytes: {
        label: 'At most',
        unit: 'kB',
        unitSize: 1000,
        hint: 'The best quality that stays within it.',
      },
      isLossless: { label: 'Lossless' },
    },
  },
  resize: {
    title: 'Resize',
    help: 'With one side only, the other follows.',
    icon: Scaling,
    begin: { width: 1200 },
    fields: {
      width: { label: 'Width', ...SIDE },
      height: { label: 'Height', ...SIDE },
      fit: {
        label: 'Fit',
        words: {
          inside: 'Inside',
          outside: 'Outside',
          cover: 'Cut to fit',
          contain: 'With borders',
          fill: 'Stretch',
        },
      },
      kernel: {
        label: 'Method',
        words: {
          nearest: 'Nearest',
          linear: 'Linear',
          cubic: 'Cubic',
          mitchell: 'Mitchell',
          lanczos2: 'Lanczos 2',
          lanczos3: 'Lanczos 3',
        },
      },
      enlarge: { label: 'Small pictures become larger' },
      background: { ...BACKGROUND, hint: 'For borders.' },
    },
  },
  crop: {
    title: 'Crop',
    help: 'Keeps a rectangle, counted from the top left.',
    icon: Crop,
    begin: { width: 400, height: 400 },
    fields: {
      width: { label: 'Width', ...SIDE },
      height: { label: 'Height', ...SIDE },
      left: { label: 'From the left', ...SIDE },
      top: { label: 'From the top', ...SIDE },
    },
  },
  pad: {
    title: 'Add a border',
    help: 'Room around the picture.',
    icon: Frame,
    begin: { left: 40, top: 40, right: 40, bottom: 40 },
    fields: {
      left: { label: 'Left', ...SIDE },
      right: { label: 'Right', ...SIDE },
      top: { label: 'Top', ...SIDE },
      bottom: { label: 'Bottom', ...SIDE },
      background: { ...BACKGROUND, label: 'Colour' },
    },
  },
  rotate: {
    title: 'Rotate',
    help: 'Clockwise. Other angles than quarter turns leave corners.',
    icon: RotateCw,
    begin: { angle: 90 },
    fields: { angle: { label: 'Angle', unit: '°' }, background: BACKGROUND },
  },
  flip: {
    title: 'Flip',
    help: 'A mirror image.',
    icon: FlipHorizontal2,
    fields: {
      direction: {
        label: 'Direction',
        words: { horizontal: 'Left and right', vertical: 'Top and bottom' },
      },
    },
  },
  blur: {
    title: 'Blur',
    help: 'All of it, or a rectangle.',
    icon: Droplet,
    fields: {
      sigma: { label: 'Strength', kind: 'slider', unit: 'px' },
      left: { label: 'From the left', ...SIDE },
      top: { label: 'From the top', ...SIDE },
      width: { label: 'Width', ...SIDE, hint: 'Empty: to the right edge.' },
      height: { label: 'Height', ...SIDE, hint: 'Empty: to the bottom edge.' },
    },
  },
  'clip-focal': {
    title: 'Crop around the subject',
    help: 'Another shape that keeps faces, or what stands out, in the picture.',
    icon: Focus,
    begin: { width: 800, height: 800 },
    fields: {
      width: { label: 'Width', ...SIDE },
      height: { label: 'Height', ...SIDE },
      focalPoint: FOCAL_POINT,
    },
  },
  derivatives: {
    title: 'Sizes for a website',
    help: 'Every size that a page needs, each in its own file.',
    icon: LayoutTemplate,
    fields: {
      family: {
        label: 'Families',
        hint: 'None: those of one picture each.',
        words: { og: 'Open Graph' },
      },
      format: { label: 'Formats', words: FORMATS },
      quality: { label: 'Quality', hint: 'Empty: what suits the format.' },
      focalPoint: FOCAL_POINT,
      sizes: {
        label: 'Sizes of your own',
        rowName: 'size',
        begin: { width: 400 },
        fields: {
          name: { label: 'Name', automatic: 'By its width' },
          width: { label: 'Width', ...SIDE },
          height: { label: 'Height', ...SIDE, automatic: 'By shape' },
          format: { label: 'Format', words: FORMATS, automatic: 'As others' },
        },
      },
    },
  },
  'cut-out': {
    title: 'Cut out',
    help: 'Keeps the main thing and makes the rest transparent, or of a colour.',
    icon: Scissors,
    fields: { background: BACKGROUND, trim: { label: 'As small as what was cut out' } },
  },
  moderate: {
    title: 'Content check',
    help: 'A guess about nudity, by a small classifier. Somebody has to look.',
    icon: ScanEye,
    fields: {
      action: {
        label: 'What it flags',
        words: { label: 'Is only named', blur: 'Is blurred', block: 'Fails' },
      },
      thresholds: {
        label: 'How sure it must be',
        hint: 'Lower flags more pictures, also harmless ones.',
        fields: {
          porn: { label: 'Pornography', kind: 'slider', ...PERCENT },
          hentai: { label: 'Drawn pornography', kind: 'slider', ...PERCENT },
          sexy: { label: 'Revealing', kind: 'slider', ...PERCENT },
        },
      },
    },
  },
  upscale: {
    title: 'Enlarge',
    help: 'Larger with sharper edges, by a network; best for drawings.',
    icon: Maximize2,
    fields: { factor: { label: 'Times as large', words: { 2: '2 ×', 4: '4 ×' } } },
  },
  overlay: OVERLAY_LOOK,
  watermark: WATERMARK_LOOK,
  'read-mark': {
    title: 'Look for a mark',
    help: 'Tells whether an invisible mark is in the picture, and how sure that is.',
    icon: ScanSearch,
  },
  sanitize: {
    title: 'Remove metadata',
    help: 'Place, camera, comments and profiles are left out, as in every step.',
    icon: ShieldCheck,
  },
};

/** An option with everything that its control needs. */
export interface OptionField extends OptionFacts, Omit<FieldLook, 'fields'> {
  /** Of a group, or of each row of a list. */
  parts: readonly OptionField[];
}

/** An operation as the chain shows it. */
export interface OperationForm extends Omit<OperationLook, 'fields' | 'begin' | 'variants'> {
  fields: readonly OptionField[];
  /** None where it does one thing only. */
  variants: readonly OperationVariant[];
}

/**
 * How an operation looks, and its form; one that this version does not have, as in a recipe from
 * elsewhere, has no fields.
 */
export function describeOperation(name: string): OperationForm {
  const known = formsMade.get(name);
  if (known) return known;
  const form = makeForm(name);
  formsMade.set(name, form);
  return form;
}

const formsMade = new Map<string, OperationForm>();

function makeForm(name: string): OperationForm {
  const operation = OPERATIONS.get(name);
  const look = LOOKS[name];
  return {
    title: look?.title ?? wordsOf(name),
    help: look?.help ?? '',
    icon: look?.icon ?? WandSparkles,
    fields: operation ? makeFields(describeOptions(operation), look?.fields) : [],
    variants: look?.variants ?? [],
  };
}

function makeFields(options: readonly OptionFacts[], looks: FieldLooks = {}): OptionField[] {
  const order = Object.keys(looks);
  const placeOf = (option: string) =>
    order.includes(option) ? order.indexOf(option) : order.length;
  return options
    .map((option): OptionField => {
      const { fields, ...look } = looks[option.name] ?? { label: wordsOf(option.name) };
      const parts = 'options' in option.value ? makeFields(option.value.options, fields) : [];
      return { ...option, ...look, parts };
    })
    .sort((a, b) => placeOf(a.name) - placeOf(b.name));
}

/** What the step does of what its operation can do. */
export function findVariant(
  { variants }: Pick<OperationForm, 'variants'>,
  options: StepOptions,
): OperationVariant | undefined {
  return variants.find(({ own }) => own.some((name) => name in options)) ?? variants.at(-1);
}

/** The options of a step once it does something else: what both have in common stays. */
export function changeVariant(options: StepOptions, variant: OperationVariant): StepOptions {
  const kept = Object.entries(options).filter(([name]) => variant.shared.includes(name));
  return { ...Object.fromEntries(kept), ...variant.begin };
}

/** What of a form is shown for what the step does. */
export function fieldsOf(
  { fields }: Pick<OperationForm, 'fields'>,
  variant: OperationVariant | undefined,
): readonly OptionField[] {
  if (!variant) return fields;
  const { own, shared } = variant;
  // What tells the variants apart and has no choice is no field.
  return fields.filter(
    ({ name, value }) => shared.includes(name) || (own.includes(name) && value.kind !== 'flag'),
  );
}

/** What a new step of an operation begins with: what it must be told, as far as that is a choice. */
export function beginOptions(name: string): StepOptions {
  const chosen = describeOperation(name).fields.flatMap(({ name: option, isRequired, value }) => {
    const first = value.kind === 'choice' ? value.values[0] : undefined;
    return isRequired && first !== undefined ? [[option, first] as const] : [];
  });
  return { ...Object.fromEntries(chosen), ...LOOKS[name]?.begin };
}

/** A word of a choice as people read it. */
export const titleOf = (word: Word, words: OptionField['words'] = {}) =>
  words[word] ?? (typeof word === 'string' ? wordsOf(word) : String(word));

/** "clip-focal" and "isLossless" as words: "Clip focal", "Is lossless". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
