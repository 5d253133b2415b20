/** How many kinds of call show more than the command's own words, and that none of them shows a fiction. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangeKind, changeKinds } from '../support/change-kinds.js';
import { field } from '../support/json.js';

const golden = join(process.cwd(), 'test/golden');

/** What a card says, by the command, of the transcripts whose every line other tests hold against the product. */
function transcripts(): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  const folder = join(golden, 'previews');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const part of text.split(/^\$ /m).slice(1)) {
      const lines = part.split('\n');
      const end = lines.findIndex((line, at) => at > 0 && !line.startsWith('> '));
      const command = lines.slice(0, end).map((line, at) => (at === 0 ? line : line.slice(2)));
      told.set(`${name.replace('.txt', '')} ${command.join('\n')}`, lines.slice(end).join('\n'));
    }
  }
  return told;
}

function looks(): readonly { readonly command: string; readonly text: string }[] {
  return readFileSync(join(golden, 'looks.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
    .map((look) => ({ command: String(field(look, 'command')), text: String(field(look, 'text')) }));
}

const all = transcripts();
const seen = looks();

/** The command and what is shown of it. */
function shownOf({
  from,
  call,
}: ChangeKind): { readonly command: string; readonly text: string } | undefined {
  if (from !== 'look') {
    const text = all.get(`${from} ${call}`);
    return text === undefined ? undefined : { command: call, text };
  }
  const [client = '', ...rest] = call.split(' ');
  const isNamed = client === 'psql';
  const words = isNamed ? rest.join(' ') : call;
  return seen.find(
    ({ command, text }) => text !== '' && command.includes(words) && (!isNamed || command.startsWith(client)),
  );
}

describe('the kinds of change', () => {
  it('are as many as the research names, each once, with a sample that is judged', () => {
    assert.ok(changeKinds.length >= 65, String(changeKinds.length));
    assert.equal(new Set(changeKinds.map(({ kind }) => kind)).size, changeKinds.length);
    assert.deepEqual(
      changeKinds.filter((one) => shownOf(one) === undefined).map(({ kind }) => kind),
      [],
    );
  });

  it('show more than the command says, in fifty of them and more', () => {
    const wrong = changeKinds.flatMap((one) => {
      const shown = shownOf(one);
      const missing = one.shows.filter((words) => !shown?.text.includes(words));
      const repeated = one.shows.filter((words) => shown?.command.includes(words));
      return [...missing, ...repeated].map((words) => `${one.kind}: ${words}\n${shown?.text}`);
    });
    assert.deepEqual(wrong, []);
    const more = changeKinds.filter(({ shows }) => shows.length > 0);
    assert.ok(more.length >= 50, String(more.length));
  });

  it('that show nothing more are named, and say that something is not known', () => {
    const nothing = changeKinds.filter(({ shows }) => shows.length === 0);
    assert.deepEqual(
      nothing.filter(({ why }) => why === undefined).map(({ kind }) => kind),
      [],
    );
    assert.deepEqual(
      nothing.map(({ kind }) => kind),
      [
        'terraform destroy of one address',
        'mongosh drop',
        'an archive that is unpacked',
        'dynamodb delete-table',
        'npm unpublish',
      ],
    );
    for (const one of nothing) assert.match(shownOf(one)?.text ?? '', /Not known: /, one.kind);
  });

  it('show no fiction', () => {
    const wrong = changeKinds.flatMap((one) => {
      const lines = (shownOf(one)?.text ?? '').split('\n').map((line) => line.trim());
      return (one.never ?? [])
        .filter((words) => lines.some((line) => line.includes(words)))
        .map((words) => `${one.kind}: ${words}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('count what they list, in every transcript and every look', () => {
    const wrong = [...[...all].map(([command, text]) => ({ command, text })), ...seen].flatMap(
      ({ command, text }) => (countsHold(text) ? [] : [`${command}\n${text}`]),
    );
    assert.deepEqual(wrong, []);
  });
});

/** What goes line by line is at most what the count says where that is exact, and never more than "at least". */
function countsHold(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const counted = lines.find((line) => /^(?:At least )?\d+ (?:deleted|stopped|changed|created)\b/.test(line));
  if (counted === undefined) return true;
  const sum = (mark: string): number =>
    lines
      .filter((line) => line.startsWith(`${mark} `) && !isOfFile(line, lines))
      .reduce((all, line) => all + Number(/ × (\d+)/.exec(line)?.[1] ?? 1), 0);
  const said = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(counted)?.[1] ?? 0);
  return said('deleted') <= sum('-') && said('created') <= sum('+') && said('stopped') <= sum('.');
}

/** A line of a file's own difference stands for no thing. */
function isOfFile(line: string, lines: readonly string[]): boolean {
  const before = lines.slice(0, lines.indexOf(line)).findLast((one) => !/^[-+.~] |^\S/.test(one));
  return before !== undefined && / [+]\d+ −\d+/.test(before);
}
