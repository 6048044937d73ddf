import type { RecipePicturesStore } from './recipe-pictures-store.ts';
import { ColourField } from './ColourField.tsx';
import { GroupField } from './GroupField.tsx';
import { JsonField } from './JsonField.tsx';
import { NumberField, SliderField } from './NumberFields.tsx';
import type { OptionField } from './operation-table.ts';
import { PictureField } from './PictureField.tsx';
import { RowsField } from './RowsField.tsx';
import { ChoiceField, ChoicesField, FlagField, TextField } from './WordFields.tsx';

export interface StepFieldProps {
  field: OptionField;
  /** `undefined`: what the operation takes by default. */
  value: unknown;
  /** What of it is wrong: the path of a part, or nothing for all of it; `undefined`: nothing is. */
  problem: string | undefined;
  pictures: RecipePicturesStore;
  /** `part`: which part of it was changed. */
  onChange(value: unknown, part?: string): void;
}

/** The control of one option. */
export function StepField(props: StepFieldProps) {
  const { field } = props;
  const { value } = field;
  switch (value.kind) {
    case 'number':
      return field.kind === 'slider' ? <SliderField {...props} /> : <NumberField {...props} />;
    case 'choice':
      return <ChoiceField {...props} values={value.values} />;
    case 'choices':
      return <ChoicesField {...props} values={value.values} />;
    case 'flag':
      return <FlagField {...props} />;
    case 'group':
      return <GroupField {...props} Part={StepField} />;
    case 'rows':
      return <RowsField {...props} Part={StepField} />;
    case 'file':
      return <PictureField {...props} />;
    case 'text':
      return field.kind === 'colour' ? <ColourField {...props} /> : <TextField {...props} />;
    case 'json':
      return <JsonField {...props} />;
  }
}
