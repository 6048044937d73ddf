import type { Category } from '../context.ts';
import type { SubjectCue } from './subject-cue.ts';
import { ABSTRACT } from './subjects/abstract.ts';
import { EVENT } from './subjects/event.ts';
import { FOOD } from './subjects/food.ts';
import { NATURE } from './subjects/nature.ts';
import { OTHER } from './subjects/other.ts';
import { PEOPLE } from './subjects/people.ts';
import { PRODUCT } from './subjects/product.ts';
import { PROPERTY } from './subjects/property.ts';
import { TECHNOLOGY } from './subjects/technology.ts';
import { TRAVEL } from './subjects/travel.ts';

/** What briefs are about: the words of each category. */
export const SUBJECTS: Readonly<Record<Category, readonly SubjectCue[]>> = {
  event: EVENT,
  property: PROPERTY,
  travel: TRAVEL,
  food: FOOD,
  product: PRODUCT,
  technology: TECHNOLOGY,
  people: PEOPLE,
  abstract: ABSTRACT,
  nature: NATURE,
  other: OTHER,
};
