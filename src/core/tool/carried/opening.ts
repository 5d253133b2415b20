import type { GivenSetting } from '../setting-words.js';

/** Settings that let everybody see a thing. */
export function isOpening(given: readonly GivenSetting[]): boolean {
  return says(given, /(?:^|-)visibility$/, /^public$/i) || says(given, /(?:^|-)(?:is-)?private$/, /^false$/);
}

export function says(given: readonly GivenSetting[], name: RegExp, value: RegExp): boolean {
  return given.some((one) => name.test(one.name) && value.test(one.value));
}
