/** One setting that a command gives: its name in lower case with dashes, and its value; empty where it is a mere flag. */
export interface GivenSetting {
  readonly name: string;
  readonly value: string;
}

const inside = /["']?([A-Za-z][\w.-]{0,60})["']?[ \t]{0,3}[:=][ \t]{0,3}["']?([\w.-]{1,40})/g;

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

function settingsWithin(text: string, option: string): readonly GivenSetting[] {
  if (!/[:=]/.test(text)) return [];
  let key = '';
  return [...text.matchAll(inside)].flatMap(([, name = '', value = '']) => {
    if (/^key$/i.test(name)) {
      key = dashed(value);
      return [];
    }
    const own = /^value$/i.test(name) && key !== '' ? key : dashed(name);
    return [{ name: option === '' ? own : `${option}-${own}`, value }];
  });
}

/** `DeletionProtection`, `deletion_protection.enabled`: as an option has it. */
function dashed(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/[_.]/g, '-')
    .toLowerCase();
}
