import { parse as parseToml } from 'smol-toml';
import { resolvePath } from '../../command/paths.js';
import { objectAt, parseJson, textAt } from '../../shared/json.js';
import { fileText } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { rowSpan } from '../rows.js';
import type { Draft } from '../table.js';

/** A publish of the project that lies here, by the name and version that go out: `package/@acme/till@2.1.0`. */
export function publishOfNode(setting: ToolInvocation): readonly Draft[] | undefined {
  const words = setting.args.operands.map(({ text }) => text);
  const at = words[0] === 'npm' ? 1 : 0;
  if (words[at] !== 'publish' || setting.args.options.has('--workspace')) return undefined;
  const text = besideText(setting, words[at + 1] ?? '.', 'package.json');
  return draftOf(setting, text === undefined ? undefined : parseJson(text));
}

/** The same of a crate. */
export function publishOfCargo(setting: ToolInvocation): readonly Draft[] | undefined {
  if (setting.args.operands[0]?.text !== 'publish' || setting.args.options.has('-p')) return undefined;
  const text = besideText(setting, '.', 'Cargo.toml');
  return draftOf(setting, objectAt(text === undefined ? undefined : tomlOf(text), 'package'));
}

function besideText({ world, invocation }: ToolInvocation, folder: string, file: string): string | undefined {
  const { cwd } = invocation;
  return cwd.opaque.length > 0 ? undefined : fileText(world, `${resolvePath(cwd.text, folder)}/${file}`);
}

function draftOf(setting: ToolInvocation, own: unknown): readonly Draft[] | undefined {
  const [name, version] = [textAt(own, 'name'), textAt(own, 'version')];
  if (name === '') return undefined;
  const resource = `package/${version === '' ? name : `${name}@${version}`}`;
  return [{ verb: 'create', resource, traits: ['published'], span: rowSpan(setting, 1, []) }];
}

function tomlOf(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}
