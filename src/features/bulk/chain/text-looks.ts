import { Stamp, Type } from 'lucide-react';
import { NO_PICTURE } from '../../../engine/bulk/recipe-pictures.ts';
import type { FieldLook, OperationLook } from './look.ts';

const COLOUR: FieldLook = { label: 'Colour', kind: 'colour' };
const PIXELS = { unit: 'px' };
const BY_SIZE = { ...PIXELS, automatic: 'By text size' };

const POSITIONS = {
  'top-left': 'Top left',
  top: 'Top',
  'top-right': 'Top right',
  left: 'Left',
  center: 'Middle',
  right: 'Right',
  'bottom-left': 'Bottom left',
  bottom: 'Bottom',
  'bottom-right': 'Bottom right',
};

/** Lines of text on the picture. */
export const OVERLAY_LOOK: OperationLook = {
  title: 'Text',
  help: 'A line or more of text on the picture.',
  icon: Type,
  begin: { text: 'Your text' },
  fields: {
    text: { label: 'Text', kind: 'lines' },
    size: {
      label: 'Size',
      ...PIXELS,
      automatic: 'By the picture',
      words: { fit: 'As large as fits into its box' },
    },
    color: COLOUR,
    font: { label: 'Font' },
    weight: { label: 'Weight', hint: '100 is thin, 900 is black.' },
    position: { label: 'Place', words: POSITIONS, automatic: 'Bottom' },
    align: {
      label: 'Lines',
      automatic: 'By the place',
      words: {
        start: 'From where the script begins',
        center: 'Centred',
        end: 'To where the script ends',
        left: 'Left',
        right: 'Right',
      },
    },
    shade: {
      label: 'Shade behind it',
      hint: 'Where it is hard to read: just as strong as it needs to be.',
      words: { none: 'None', auto: 'Where needed', always: 'Always' },
    },
    outline: {
      label: 'Outline',
      fields: { color: COLOUR, width: { label: 'Width', ...BY_SIZE } },
    },
    shadow: {
      label: 'Shadow',
      fields: {
        color: COLOUR,
        blur: { label: 'Blur', ...BY_SIZE },
        x: { label: 'To the right', ...BY_SIZE },
        y: { label: 'Down', ...BY_SIZE },
      },
    },
    background: {
      label: 'Box behind it',
      fields: {
        color: COLOUR,
        padding: { label: 'Room inside', ...BY_SIZE },
        radius: { label: 'Round corners', ...BY_SIZE },
      },
    },
    margin: {
      label: 'Free at the edges',
      ...PIXELS,
      automatic: '5 %',
      isExtra: true,
    },
    margins: {
      label: 'Edges that differ',
      isExtra: true,
      fields: {
        top: { label: 'Top', ...PIXELS, automatic: 'As others' },
        right: { label: 'Right', ...PIXELS, automatic: 'As others' },
        bottom: { label: 'Bottom', ...PIXELS, automatic: 'As others' },
        left: { label: 'Left', ...PIXELS, automatic: 'As others' },
      },
    },
    width: { label: 'Width of its box', ...PIXELS, automatic: 'All there is', isExtra: true },
    height: { label: 'Height of its box', ...PIXELS, automatic: 'All there is', isExtra: true },
    verticalAlign: {
      label: 'In its box',
      automatic: 'By the place',
      words: { top: 'At the top', middle: 'In the middle', bottom: 'At the bottom' },
      isExtra: true,
    },
    x: {
      label: 'From the left',
      ...PIXELS,
      automatic: 'By the place',
      hint: 'With “From the top”, instead of a place.',
      isExtra: true,
    },
    y: { label: 'From the top', ...PIXELS, automatic: 'By the place', isExtra: true },
    rotation: { label: 'Turned by', unit: '°', isExtra: true },
    opacity: { label: 'Opacity', kind: 'slider', unit: '%', unitSize: 0.01, isExtra: true },
    lineHeight: { label: 'Line height', unit: 'em', automatic: 'By the font', isExtra: true },
    letterSpacing: { label: 'Between letters', unit: 'em', isExtra: true },
    uppercase: { label: 'All capitals', isExtra: true },
    overflow: {
      label: 'Text that is too long',
      words: { ellipsis: 'Is cut off …', error: 'Fails' },
      isExtra: true,
    },
    language: {
      label: 'Language',
      hint: 'Such as tr or zh-Hant, where capitals or characters depend on it.',
      isExtra: true,
    },
  },
};

const LAYOUT = ['position', 'scale', 'opacity', 'margin', 'angle', 'tile', 'spacing'];

/** A text, a picture or a hidden number. */
export const WATERMARK_LOOK: OperationLook = {
  title: 'Watermark',
  help: 'A text or a picture over the picture, or a number hidden in it.',
  icon: Stamp,
  begin: { text: '© Your name' },
  variants: [
    {
      label: 'Hidden number',
      own: ['invisible', 'payload'],
      begin: { invisible: true, payload: 1 },
      shared: [],
    },
    { label: 'Picture', own: ['image'], begin: { image: NO_PICTURE }, shared: LAYOUT },
    {
      label: 'Text',
      own: ['text', 'color'],
      begin: { text: '© Your name' },
      shared: LAYOUT,
    },
  ],
  fields: {
    text: { label: 'Text', kind: 'lines' },
    image: { label: 'Picture', hint: 'PNG or WebP with transparency looks best.' },
    color: COLOUR,
    position: { label: 'Place', words: POSITIONS },
    scale: { label: 'Width', kind: 'slider', unit: '%', unitSize: 0.01 },
    opacity: { label: 'Opacity', kind: 'slider', unit: '%', unitSize: 0.01 },
    margin: {
      label: 'Free at the edges',
      hint: 'By the picture’s shorter side.',
      unit: '%',
      unitSize: 0.01,
    },
    angle: { label: 'Turned by', unit: '°' },
    tile: { label: 'All over the picture' },
    spacing: { label: 'Between tiles', hint: 'In widths of the mark.' },
    payload: {
      label: 'Number to hide',
      automatic: '0 to 2047',
      hint: 'A whole number from 0 to 2047, such as the number of a customer. Nobody sees it; “Look for a mark” reads it, also after the picture was made smaller or compressed.',
    },
  },
};
