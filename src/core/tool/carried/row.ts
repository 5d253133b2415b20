import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { fileInput, type Input, inputOf } from '../input.js';
import { draftOfRow, valuesAt } from '../rows.js';
import { opaqueAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Carries, Draft, Row, ToolContext } from '../table.js';
import { bodyOf } from './body.js';
import { isStatement } from './shape.js';

/** What a row says of a call: the statements that it carries where the row says that it does and some are there. */
export function draftsOfRow(
  row: Row,
  taken: number,
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] {
  const own = draftOfRow(row, taken, setting);
  const inputs = row.carries === undefined ? [] : inputsOf(row.carries, taken, setting);
  if (inputs.every(({ kind }) => kind === 'terminal')) return [own];
  const dialect = row.carries?.dialect ?? 'other';
  const actions = inputs.flatMap((input) => {
    if (input.kind === 'opaque') return [opaqueAction(input.name)];
    return input.kind === 'text' ? actionsOfSql(input.text, dialect, context) : [];
  });
  const where = own.where === undefined ? {} : { where: own.where };
  return draftsOfSql(actions, setting).map((draft) => ({
    ...draft,
    names: [...(draft.names ?? []), ...(own.names ?? [])],
    ...where,
  }));
}

function inputsOf(carries: Carries, taken: number, setting: ToolInvocation): readonly Input[] {
  const { options } = setting.args;
  const values = [carries.at].flat().flatMap((slot) => valuesAt(slot, taken, setting));
  const texts = values.flatMap((value) => textsOf(value, setting));
  const files = (carries.files ?? []).flatMap((name) =>
    (options.get(name) ?? []).map((value) => fileInput(setting, value.text)),
  );
  const piped = carries.input?.some((name) => options.has(name)) === true ? [inputOf(setting)] : [];
  const given = [...texts, ...inRequest(carries, setting), ...files, ...piped];
  return given.length === 0 && carries.piped === true ? [inputOf(setting)] : given;
}

/** A word that is a statement, JSON that holds some, or `file://…`. */
function textsOf(value: Value, setting: ToolInvocation): readonly Input[] {
  const path = /^(?:file|fileb):\/\/(.+)$/s.exec(value.text)?.[1];
  if (path !== undefined) return [fileInput(setting, path)];
  if (value.text.replaceAll(OPAQUE_MARK, '').trim() === '')
    return value.opaque.length > 0 ? [{ kind: 'opaque', name: value.text }] : [];
  if (!/^\s*[[{]/.test(value.text)) return [{ kind: 'text', text: value.text }];
  return bodyOf(value.text, setting.world).texts.flatMap(({ name, text }): readonly Input[] =>
    /^(?:sql|statement|query)/i.test(name) || isStatement(text) ? [{ kind: 'text', text }] : [],
  );
}

/** `--cli-input-json`: the same option under its name in a request. */
function inRequest(carries: Carries, setting: ToolInvocation): readonly Input[] {
  const names = new Set(
    [carries.at]
      .flat()
      .flatMap((slot) => (typeof slot === 'string' ? slot.replace(/^-+|-/g, '').toLowerCase() : [])),
  );
  return (setting.args.options.get('--cli-input-json') ?? []).flatMap((value): readonly Input[] => {
    const path = /^file:\/\/(.+)$/s.exec(value.text)?.[1];
    const input: Input = path === undefined ? { kind: 'text', text: value.text } : fileInput(setting, path);
    if (input.kind !== 'text') return [input];
    return bodyOf(input.text, setting.world).texts.flatMap(({ name, text }): readonly Input[] =>
      names.has(name.toLowerCase()) ? [{ kind: 'text', text }] : [],
    );
  });
}
