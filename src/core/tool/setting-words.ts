import { budgets, type Spending, spend } from '../shared/budgets.js';
import type { JsonValue } from '../shared/json-value.js';

/** One setting that a command gives: its name in lower case with dashes, and its value; empty where it is a mere flag. */
export interface GivenSetting {
  readonly name: string;
  readonly value: string;
}

/**
 * `--backup-retention-period 0`, `-max=0`, `Status=Suspended` and `{"PointInTimeRecoveryEnabled": false}` behind an option, whose
 * name stands before theirs, and `Key=deletion_protection.enabled,Value=false`.
 */
export function settingsIn(words: readonly string[]): readonly GivenSetting[] {
  const found: GivenSetting[] = [];
  let option = '';
  for (const [index, word] of words.entries()) {
    if (/^--?[A-Za-z]/.test(word)) {
      const equals = word.indexOf('=');
      option = dashed(word.slice(0, equals < 0 ? undefined : equals));
      const next = words[index + 1] ?? '';
      const value = equals < 0 ? (/^--?[A-Za-z]/.test(next) ? '' : next) : word.slice(equals + 1);
      if (equals >= 0) found.push(...settingsWithin(value, option));
      found.push({ name: option, value: value.length > 40 ? '' : value });
    } else found.push(...settingsWithin(word, option));
  }
  return found;
}

/** The same of a value: `{"backup": {"enabled": false}}` gives `backup-enabled`. What is longer than a word is no setting. */
export function settingsOf(value: JsonValue, world: Spending): readonly GivenSetting[] {
  const found: GivenSetting[] = [];
  const collect = (one: JsonValue, name: string, depth: number): void => {
    if (found.length >= budgets.argumentFields.most || depth > budgets.argumentDepth.most)
      spend(world, depth > budgets.argumentDepth.most ? 'argumentDepth' : 'argumentFields');
    else if (typeof one !== 'object' || one === null) {
      const text = String(one);
      if (name !== '' && text.length <= 40) found.push({ name, value: text });
    } else if (Array.isArray(one)) for (const item of one) collect(item, name, depth + 1);
    else
      for (const [key, item] of Object.entries(one))
        collect(item, name === '' ? dashed(key) : `${name}-${dashed(key)}`, depth + 1);
  };
  collect(value, '', 0);
  return found;
}

function settingsWithin(text: string, option: string): readonly GivenSetting[] {
  let key = '';
  return text.split(/[,;{}[\]]/).flatMap((piece) => {
    const at = piece.search(/[:=]/);
    const name = bare(piece.slice(0, Math.max(0, at)));
    const value = bare(piece.slice(at + 1));
    if (at < 1 || !/^[A-Za-z][\w.-]*$/.test(name)) return [];
    if (/^key$/i.test(name)) {
      key = dashed(value);
      return [];
    }
    const own = /^value$/i.test(name) && key !== '' ? key : dashed(name);
    return [{ name: option === '' ? own : `${option}-${own}`, value: value.length > 40 ? '' : value }];
  });
}

function bare(text: string): string {
  return text.replace(/["'\s]/g, '');
}

/** `DeletionProtection`, `deletion_protection.enabled`: as an option has it. */
function dashed(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/[_.]/g, '-')
    .toLowerCase();
}
