import { type Arguments, optionGrammar, readArguments } from '../../command/arguments.js';
import { resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import type { Effect } from '../../tool/effect.js';
import { startOf } from '../nearby.js';

const grammar = optionGrammar({
  style: 'single-dash',
  valued:
    '-chdir -replace -target -exclude -state -state-out -backup -var -var-file -out -lock-timeout -parallelism -plugin-dir',
  flags:
    '-auto-approve -destroy -compact-warnings -json -no-color -refresh -refresh-only -input -lock -help -force -lock=false',
});

/** A Terraform command as far as a preview needs it. */
export interface TerraformCommand {
  /** `apply`, `destroy`, `state rm`: the words before the operands. */
  readonly command: string;
  readonly folder: string;
  readonly destroys: boolean;
  /** Addresses of `-replace`, or the one that is tainted: the next apply replaces it. */
  readonly replaced: readonly string[];
  /** Addresses of `-target`; empty takes everything. */
  readonly aimed: readonly string[];
  /** A saved plan given to `apply`, as written. */
  readonly plan: string | undefined;
  /** `-state`, as written. */
  readonly state: string | undefined;
}

/** Reads the words of terraform, tofu or terragrunt; undefined for another program. */
export function readTerraform(effect: Effect, world: World): TerraformCommand | undefined {
  const program = effect.argv[0]?.replace(/^.*[/\\]/, '').replace(/\.exe$/i, '');
  if (program !== 'terraform' && program !== 'tofu' && program !== 'terragrunt') return undefined;
  const args = readArguments(
    effect.argv.map((text) => ({ text, opaque: [] })),
    grammar,
  );
  const [command = '', operand] = args.operands.map((value) => value.text);
  const folder = textsOf(args, '-chdir').at(-1);
  return {
    command,
    folder: folder === undefined ? startOf(effect, world) : resolvePath(startOf(effect, world), folder),
    destroys: command === 'destroy' || args.options.has('-destroy'),
    replaced: command === 'taint' && operand !== undefined ? [operand] : textsOf(args, '-replace'),
    aimed: textsOf(args, '-target'),
    plan: command === 'apply' ? operand : undefined,
    state: textsOf(args, '-state').at(-1),
  };
}

function textsOf(args: Arguments, option: string): readonly string[] {
  return (args.options.get(option) ?? []).map((value) => value.text);
}
