import type { Spending } from '../../shared/budgets.js';
import { type GivenSetting, settingsOf } from '../setting-words.js';
import { bodyOf, isJson } from './body.js';
import type { CarriedPart } from './request.js';

/** The settings that a body gives: members of JSON, fields of a form, elements of XML. `about` stands before each name. */
export function settingsOfParts(
  parts: readonly CarriedPart[],
  about: string,
  world: Spending,
): readonly GivenSetting[] {
  return parts.flatMap((part): readonly GivenSetting[] => {
    if (!('text' in part)) return [];
    const { value, texts } = bodyOf(part.text, world);
    const elements = [...part.text.matchAll(/<(\w{1,60})>([^<>]{1,40})</g)].map(
      ([, name = '', text = '']) => ({ [name]: text }),
    );
    const given = isJson(value)
      ? settingsOf(value, world)
      : [...texts.map(({ name, text }) => ({ [name]: text })), ...elements].flatMap((one) =>
          settingsOf(one, world),
        );
    return about === '' ? given : given.map((one) => ({ ...one, name: `${about}-${one.name}` }));
  });
}
