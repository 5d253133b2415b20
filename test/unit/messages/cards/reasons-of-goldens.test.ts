import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, isGone, isLost } from '../../../../src/core/change/change.js';
import { changeOf } from '../../../../src/core/change/change-of.js';
import type { Finding } from '../../../../src/core/risk/assessment.js';
import { cardReasonText } from '../../../../src/messages/cards/reason.js';
import { type JudgedCommand, judgedCommands } from '../../../support/golden.js';
import { PreviewScene } from '../../../support/preview-scene.js';
import { scenes } from '../../../support/preview-scenes.js';

/** What a reason says that the change below it denies; undefined where the two agree. */
function contradiction(finding: Finding, change: Change): string | undefined {
  const text = cardReasonText(finding, change);
  const gone = change.items.filter(isGone);
  const isWhole = change.items.length > 0 && (change.unknown ?? []).length === 0;
  const publishes = finding.id === 'public-release';
  const isRestricted = change.items.some(
    (item) =>
      item.kind === 'object' &&
      item.about?.some(({ is, text: of }) => is === 'access' && of === 'restricted'),
  );
  const faults = {
    'for good, and nothing is': / for good/.test(text) && !publishes && gone.length > 0 && !gone.some(isLost),
    'nothing lost, and something is': /^What is lost can be brought back/.test(text) && gone.some(isLost),
    'something goes, and nothing does':
      /^(?:Deletes|Destroys|Loses|Takes down)/.test(text) &&
      isWhole &&
      gone.length === 0 &&
      !change.items.some(isLost),
    'nowhere else, and it is': /may exist nowhere else/.test(text) && isWhole && !change.items.some(isLost),
    'to everybody, and it is restricted': /to everybody/.test(text) && isRestricted,
  };
  const found = Object.entries(faults).find(([, is]) => is);
  return found && `${found[0]}: ${text}`;
}

function contradictions(command: string, findings: readonly Finding[], change: Change): readonly string[] {
  return findings.flatMap((finding) => {
    const found = contradiction(finding, change);
    return found === undefined ? [] : [`${command}: ${found}`];
  });
}

function inTranscripts(): readonly JudgedCommand[] {
  const folder = join(process.cwd(), 'test/golden');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => judgedCommands(readFileSync(join(folder, name), 'utf8')));
}

describe('fault 12: reasons and the change', () => {
  it('agree on every command of the transcripts', () => {
    const all = inTranscripts();
    assert.ok(all.length > 1000, String(all.length));
    const wrong = all.flatMap(({ call, world, assessment }) => {
      const command = call.payload.kind === 'shell' ? call.payload.command : '';
      return contradictions(command, assessment.findings, changeOf(call, assessment, world));
    });
    assert.deepEqual(wrong, []);
  });

  for (const [name, lay] of Object.entries(scenes))
    it(`agree on every previewed command: ${name}`, async () => {
      const scene = new PreviewScene();
      try {
        lay(scene);
        const golden = readFileSync(join(process.cwd(), 'test/golden/previews', `${name}.txt`), 'utf8');
        const commands = golden.split(/^\$ /m).slice(1);
        const wrong: string[] = [];
        for (const text of commands) {
          const command = text.split(/\n(?!> )/)[0]?.replaceAll('\n> ', '\n') ?? '';
          const { assessment, change } = await scene.seen(command);
          wrong.push(...contradictions(command, assessment.findings, change));
        }
        assert.ok(commands.length >= 3);
        assert.deepEqual(wrong, []);
      } finally {
        scene.dispose();
      }
    }).timeout(60_000);
});
