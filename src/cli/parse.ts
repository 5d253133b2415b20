import { type ParseArgsConfig, parseArgs } from 'node:util';
import { err, ok, type Result } from '../core/shared/result.js';
import { seeHelpText, unreadableOptionsText } from '../messages/cli/usage.js';

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
  try {
    return ok(parseArgs({ args: [...args], allowPositionals: true, options }));
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n')[0] : undefined;
    return err(seeHelpText(problem ?? unreadableOptionsText, command));
  }
}
