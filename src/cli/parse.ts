import { type ParseArgsConfig, parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/shared/result.js';
import { noValueText, seeHelpText, unknownOptionText, valueExpectedText } from '../messages/cli/usage.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>
>;

/** The options and words of one command; unknown options are an error in words. */
export function parseCommandLine<T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
): Result<Parsed<T>, string> {
  const read = parseArgs({ args: [...args], allowPositionals: true, strict: false, tokens: true, options });
  const words: string[] = [];
  for (const token of read.tokens) {
    if (token.kind === 'option-terminator') words.push('--');
    else if (token.kind === 'positional') words.push(token.value);
    else {
      const { name, rawName, value, inlineValue } = token;
      const known = options[name];
      if (known === undefined || !rawName.startsWith('--'))
        return err(seeHelpText(unknownOptionText(Object.keys(options), rawName), command));
      if (known.type === 'boolean' && value !== undefined)
        return err(seeHelpText(noValueText(rawName, value), command));
      // What is an option itself is no value, unless it is written to be one; a number below nought is.
      if (
        known.type === 'string' &&
        (value === undefined || (inlineValue !== true && /^-(?!\d)/.test(value)))
      )
        return err(seeHelpText(valueExpectedText(rawName, value), command));
      words.push(value === undefined ? rawName : `${rawName}=${value}`);
    }
  }
  return ok(parseArgs({ args: words, allowPositionals: true, options }));
}
