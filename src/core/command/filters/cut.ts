import { isAscii } from './bytes.js';
import { lines } from './lines.js';

interface Pick {
  readonly low: number;
  readonly high: number;
}

interface Form {
  readonly unit: string;
  readonly picks: readonly Pick[];
  readonly delimiter: string;
}

/** `cut` by fields or characters, with a delimiter; undefined for any other option. */
export function cut(args: readonly string[], text: string): string | undefined {
  const form = formOf(args);
  if (form === undefined) return undefined;
  const { unit, picks, delimiter } = form;
  const byField = unit === 'f';
  // It counts bytes, whatever the option is called.
  if (!byField && !isAscii(text)) return undefined;
  return lines(text)
    .map((line) => {
      const parts = byField ? line.split(delimiter) : [...line];
      if (byField && parts.length === 1) return `${line}\n`;
      const chosen = parts.filter((_part, index) =>
        picks.some(({ low, high }) => low <= index + 1 && index + 1 <= high),
      );
      return `${chosen.join(byField ? delimiter : '')}\n`;
    })
    .join('');
}

function formOf(args: readonly string[]): Form | undefined {
  let form: Form | undefined;
  let delimiter = '\t';
  for (let index = 0; index < args.length; index += 1) {
    const [, unit, rest] =
      /^(?:-(?=[dfcb])|--(?=(?:delimiter|fields|characters|bytes)(?:=|$)))([dfcb])(?:elimiter|ields|haracters|ytes)?=?(.*)$/s.exec(
        args[index] ?? '',
      ) ?? [];
    if (unit === undefined) return undefined;
    let value = rest ?? '';
    if (value === '') {
      index += 1;
      value = args[index] ?? '';
    }
    if (unit === 'd') {
      if (value.length !== 1 || !isAscii(value)) return undefined;
      delimiter = value;
      continue;
    }
    const picks = value.split(',').map(pickOf);
    if (form !== undefined || picks.includes(undefined)) return undefined;
    form = { unit, picks: picks.flatMap((pick) => pick ?? []), delimiter };
  }
  return form === undefined ? undefined : { ...form, delimiter };
}

function pickOf(part: string): Pick | undefined {
  const [, first, dash, last] = /^(\d{0,9})(-?)(\d{0,9})$/.exec(part) ?? [];
  if (first === undefined || (first === '' && (last ?? '') === '')) return undefined;
  const low = first === '' ? 1 : Number(first);
  const high = dash === '' ? low : last === '' ? Number.POSITIVE_INFINITY : Number(last);
  return low === 0 || high < low ? undefined : { low, high };
}
