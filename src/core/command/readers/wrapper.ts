import type { Elsewhere } from '../invocation.js';

/** A program whose words hold another program. One row a form; how rows are read stands in `unwrap.ts`. */
export interface Wrapper {
  /** Blank-separated names. */
  readonly programs: string;
  /** Sub-command that makes it a wrapper, `compose exec`. */
  readonly words?: string;
  /** Options before the sub-command that take a value. */
  readonly globals?: string;
  /** Options that take a value. */
  readonly valued?: string;
  /** Words of its own before the command: `timeout 5 CMD` has one. */
  readonly operands?: number;
  /** The inner words are `argv`, or joined and given to a shell, or each of them is shell text. */
  readonly inner?: 'argv' | 'shell' | 'each';
  /** Options whose value is shell text that runs. */
  readonly code?: string;
  /** Words among its options with shell text inside that runs here; group 1 is the text. */
  readonly inside?: RegExp;
  /** Its options may also stand after its own words (`kubectl exec POD -c NAME`). */
  readonly loose?: true;
  /** Options behind which the command stands: `xterm -e CMD`. */
  readonly until?: string;
  /** Only `--` divides its own words from the command. */
  readonly divided?: true;
  /** `name=value` words before the command are its environment. */
  readonly assigns?: true;
  /** Starts a shell that reads standard input when it is given no command; the options that ask for it, or `always`. */
  readonly shell?: string;
  /** Option that names the working directory of the command. */
  readonly directory?: string;
  /** Option whose value is the first word of the command (`--entrypoint`). */
  readonly program?: string;
  /** It chooses credentials or variables for the command, so its own words may tell where the command goes. */
  readonly chooses?: true;
  /** The command is one of a package, which may name its version. */
  readonly packaged?: true;
  /** Where the command is a file of this language, its interpreter runs it. */
  readonly script?: 'python';
  /** Options that name a file of variables for the command. */
  readonly environment?: string;
  readonly elsewhere?: Elsewhere['kind'];
  /** It does something itself as well, so it is reported beside the command. */
  readonly acts?: true;
  /** Options that name a file which it writes: with one of them its own words are reported too. */
  readonly writes?: string;
}
